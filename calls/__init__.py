"""The State's calls to the poles (AAP, AMI): what each asked for, gave, and to whom."""
