"""What is handed to an office without a network: wheels for its machine, and one script that installs them."""
