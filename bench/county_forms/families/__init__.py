"""The families of forms, a function each; the last third of the list is met by judging seeds alone."""

from __future__ import annotations

from collections.abc import Callable

from bench.county_forms.dice import Dice
from bench.county_forms.draft import Draft
from bench.county_forms.families import departments, monitoring, project_plans, projects, regional, reviews, scopes

Family = Callable[[Dice], list[Draft]]
FAMILIES: list[Family] = [
    projects.central,
    departments.tasks,
    reviews.central,
    monitoring.central,
    regional.central,
    projects.two_goals,
    departments.income_and_spending,
    reviews.fund_block,
    monitoring.half_year,
    projects.split_columns,
    departments.weighted,
    reviews.system_export,
    regional.columns_per_town,
    project_plans.application,
    scopes.long_beside_annual,
    departments.half_and_full_year,
    reviews.department,
    regional.flat_list,
    project_plans.sources_and_costs,
    projects.lines_above,
    reviews.no_levels,
    projects.history,
    monitoring.department,
    project_plans.town_money,
    projects.grades,
    departments.duties_first,
    reviews.evidence,
    regional.levels_of_government,
    project_plans.opinions,
    projects.kind_column,
    reviews.process_levels,
    departments.county_list,
    regional.regional_review,
    scopes.two_value_columns,
    project_plans.city_application,
    reviews.department_tasks,
    monitoring.traffic_light,
    departments.management_levels,
    regional.disclosure_list,
    project_plans.bond,
    projects.quarters,
    reviews.two_tier,
    project_plans.surveyed,
    projects.one_cell,
    scopes.long_below,
    reviews.closing_rows,
    regional.allocation,
    project_plans.policy,
]
