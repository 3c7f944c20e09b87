"""
Backends compute plans. They know plans and results, never rule kinds, the model or YAML.
"""
