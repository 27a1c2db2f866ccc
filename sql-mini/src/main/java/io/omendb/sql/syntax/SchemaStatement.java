package io.omendb.sql.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that changes the schema. */
public sealed interface SchemaStatement extends Statement {

    /** Permanence of a table. */
    enum Persistence {
        PERMANENT,
        TEMPORARY,
        UNLOGGED
    }

    /** A part of CREATE TABLE that this system does not have, by its name. */
    record UnsupportedClause(String what, int position) {}

    /** CREATE TABLE with column definitions. */
    record CreateTable(
            QualifiedName name,
            boolean ifNotExists,
            Persistence persistence,
            List<ColumnElement> columns,
            List<TableConstraint> constraints,
            List<DefinitionOption> options,
            List<UnsupportedClause> unsupported,
            int position)
            implements SchemaStatement {
        public CreateTable {
            columns = List.copyOf(columns);
            constraints = List.copyOf(constraints);
            options = List.copyOf(options);
            unsupported = List.copyOf(unsupported);
        }
    }

    /** A column definition. */
    record ColumnElement(
            String name,
            TypeName type,
            @Nullable List<String> collation,
            List<ColumnConstraint> constraints,
            int position) {
        public ColumnElement {
            constraints = List.copyOf(constraints);
        }
    }

    /** GENERATED ... AS IDENTITY. */
    enum IdentityKind {
        ALWAYS,
        BY_DEFAULT
    }

    /** A constraint in a column definition; the name is null when not given. */
    sealed interface ColumnConstraint {
        /** Returns the constraint's name or null. */
        @Nullable String name();

        /** Returns the 1-based character position. */
        int position();
    }

    /** NOT NULL. */
    record NotNullConstraint(@Nullable String name, int position) implements ColumnConstraint {}

    /** NULL. */
    record NullConstraint(@Nullable String name, int position) implements ColumnConstraint {}

    /** DEFAULT; {@code text} is the expression as written. */
    record DefaultConstraint(
            @Nullable String name, Expression expression, String text, int position)
            implements ColumnConstraint {}

    /** GENERATED ALWAYS|BY DEFAULT AS IDENTITY (sequence options). */
    record IdentityConstraint(
            @Nullable String name, IdentityKind kind, List<SequenceOption> options, int position)
            implements ColumnConstraint {
        public IdentityConstraint {
            options = List.copyOf(options);
        }
    }

    /** GENERATED ALWAYS AS (expression) STORED. */
    record GeneratedConstraint(@Nullable String name, Expression expression, int position)
            implements ColumnConstraint {}

    /** PRIMARY KEY or UNIQUE on one column. */
    record UniqueColumnConstraint(
            @Nullable String name, boolean primary, List<DefinitionOption> options, int position)
            implements ColumnConstraint {
        public UniqueColumnConstraint {
            options = List.copyOf(options);
        }
    }

    /** CHECK on a column. */
    record CheckColumnConstraint(@Nullable String name, Expression expression, int position)
            implements ColumnConstraint {}

    /** REFERENCES. */
    record ReferencesConstraint(
            @Nullable String name, QualifiedName table, List<String> columns, int position)
            implements ColumnConstraint {
        public ReferencesConstraint {
            columns = List.copyOf(columns);
        }
    }

    /** A constraint of the whole table. */
    sealed interface TableConstraint {
        /** Returns the constraint's name or null. */
        @Nullable String name();

        /** Returns the 1-based character position. */
        int position();
    }

    /** PRIMARY KEY (...) or UNIQUE (...). */
    record UniqueTableConstraint(
            @Nullable String name,
            boolean primary,
            List<TargetColumn> columns,
            List<DefinitionOption> options,
            int position)
            implements TableConstraint {
        public UniqueTableConstraint {
            columns = List.copyOf(columns);
            options = List.copyOf(options);
        }
    }

    /** CHECK (...). */
    record CheckTableConstraint(@Nullable String name, Expression expression, int position)
            implements TableConstraint {}

    /** FOREIGN KEY (...) REFERENCES. */
    record ForeignKeyConstraint(
            @Nullable String name,
            List<TargetColumn> columns,
            QualifiedName table,
            List<String> referencedColumns,
            int position)
            implements TableConstraint {
        public ForeignKeyConstraint {
            columns = List.copyOf(columns);
            referencedColumns = List.copyOf(referencedColumns);
        }
    }

    /** The options of a sequence. */
    enum SequenceOptionKind {
        INCREMENT,
        START,
        RESTART,
        MINVALUE,
        NO_MINVALUE,
        MAXVALUE,
        NO_MAXVALUE,
        CACHE,
        CYCLE,
        NO_CYCLE
    }

    /** One option of a sequence; the number as written, null where none belongs to it. */
    record SequenceOption(SequenceOptionKind kind, @Nullable String number, int position) {}

    /** ALTER TABLE ADD a constraint. */
    record AlterTableAddConstraint(
            QualifiedName table,
            boolean ifExists,
            boolean only,
            TableConstraint constraint,
            int position)
            implements SchemaStatement {}

    /** DROP TABLE. */
    record DropTable(List<QualifiedName> tables, boolean ifExists, boolean cascade, int position)
            implements SchemaStatement {
        public DropTable {
            tables = List.copyOf(tables);
        }
    }

    /** TRUNCATE. */
    record Truncate(
            List<QualifiedName> tables, boolean restartIdentity, boolean cascade, int position)
            implements SchemaStatement {
        public Truncate {
            tables = List.copyOf(tables);
        }
    }
}
