; Definitions and imports of a Python file. Captures: see server/syntax/tags.rs.

(class_definition name: (identifier) @name) @definition.class
(function_definition name: (identifier) @name) @definition.function
(module (expression_statement (assignment left: (identifier) @name) @definition.constant))
(class_definition
  body: (block (expression_statement (assignment left: (identifier) @name) @definition.field)))

(import_statement name: (dotted_name) @import)
(import_statement name: (aliased_import name: (dotted_name) @import))
(import_from_statement module_name: (_) @import name: (dotted_name) @imported)
(import_from_statement
  module_name: (_) @import
  name: (aliased_import name: (dotted_name) @imported))
(import_from_statement module_name: (_) @import (wildcard_import))
