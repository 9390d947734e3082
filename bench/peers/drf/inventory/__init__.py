"""The list of numbers as Django REST framework makes it."""
