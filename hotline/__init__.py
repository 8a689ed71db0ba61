"""Everything with a face: phones, pages, words. What is true when nobody looks lives in `dispatch`."""
