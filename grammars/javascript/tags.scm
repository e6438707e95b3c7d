; Definitions and imports of a JavaScript file. Captures: see server/syntax/tags.rs.

(function_declaration name: (identifier) @name) @definition.function
(generator_function_declaration name: (identifier) @name) @definition.function
(class_declaration name: (_) @name) @definition.class
(method_definition name: (property_identifier) @name) @definition.function
(variable_declarator
  name: (identifier) @name
  value: (arrow_function body: (_) @body)) @definition.function
(variable_declarator
  name: (identifier) @name
  value: (function_expression body: (_) @body)) @definition.function
(program (lexical_declaration (variable_declarator name: (identifier) @name) @definition.constant))
(program
  (export_statement
    (lexical_declaration (variable_declarator name: (identifier) @name) @definition.constant)))
(field_definition property: (property_identifier) @name) @definition.field

(import_statement source: (string (string_fragment) @import))
(import_statement
  (import_clause (named_imports (import_specifier name: (identifier) @imported)))
  source: (string (string_fragment) @import))
((call_expression
  function: (identifier) @_require
  arguments: (arguments (string (string_fragment) @import)))
  (#eq? @_require "require"))
