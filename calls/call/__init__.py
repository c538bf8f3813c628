"""A call in public: its rules, its pages, its feeds, its laureates."""
