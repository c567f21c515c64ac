"""The second day: what a changed design or blueprint does to a project that has been edited.

read the project → pair the files of two renders → carry renames → merge → lay it, all or nothing.
"""
