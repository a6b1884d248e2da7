"""The report files of KOSTRA's accounts: records of 48 characters, and the national control of them.

``records`` reads and writes the files, ``controls`` knows the rules, ``lines`` and ``sums`` check them, ``control``
puts it together.
"""
