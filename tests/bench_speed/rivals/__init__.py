"""A site with two others to be measured against: the floor, and django-formtools' wizard."""
