"""Rulings, characters and pages -> grids whose every slot has one owner."""
