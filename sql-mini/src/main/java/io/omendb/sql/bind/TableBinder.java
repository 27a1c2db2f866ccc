package io.omendb.sql.bind;

import io.omendb.sql.bind.BoundStatement.ColumnSpecification;
import io.omendb.sql.bind.BoundStatement.KeySpecification;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.DefinitionOption;
import io.omendb.sql.syntax.QualifiedName;
import io.omendb.sql.syntax.SchemaStatement;
import io.omendb.sql.syntax.SchemaStatement.CheckTableConstraint;
import io.omendb.sql.syntax.SchemaStatement.ForeignKeyConstraint;
import io.omendb.sql.syntax.SchemaStatement.Persistence;
import io.omendb.sql.syntax.SchemaStatement.TableConstraint;
import io.omendb.sql.syntax.SchemaStatement.UniqueTableConstraint;
import io.omendb.sql.syntax.SchemaStatement.UnsupportedClause;
import io.omendb.sql.syntax.Statement.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds CREATE TABLE, ALTER TABLE ADD PRIMARY KEY, DROP TABLE and TRUNCATE. */
final class TableBinder {
    private static final int FILL_FACTOR_MIN = 10;
    private static final int FILL_FACTOR_MAX = 100;
    private static final int COLUMN_COUNT_MAX = 1600;

    private final BindContext context;

    TableBinder(BindContext context) {
        this.context = context;
    }

    BoundStatement bind(SchemaStatement statement) {
        return switch (statement) {
            case SchemaStatement.CreateTable create -> create(create);
            case SchemaStatement.AlterTableAddConstraint alter -> addConstraint(alter);
            case SchemaStatement.DropTable drop -> drop(drop);
            case SchemaStatement.Truncate truncate -> truncate(truncate);
        };
    }

    private BoundStatement create(SchemaStatement.CreateTable create) {
        for (UnsupportedClause clause : create.unsupported()) {
            throw BindContext.notSupported(clause.what(), clause.position());
        }
        if (create.persistence() == Persistence.TEMPORARY) {
            throw BindContext.notSupported("CREATE TEMPORARY TABLE", create.position());
        }
        if (create.persistence() == Persistence.UNLOGGED) {
            throw BindContext.notSupported("CREATE UNLOGGED TABLE", create.position());
        }
        create.options().forEach(TableBinder::storageParameter);
        String schema = creationSchema(create.name());
        ColumnSpecifications columns = new ColumnSpecifications(context, create.name().name());
        create.columns().forEach(columns::add);
        if (create.columns().size() > COLUMN_COUNT_MAX) {
            throw SqlException.of(
                    SqlState.TOO_MANY_COLUMNS,
                    "tables can have at most " + COLUMN_COUNT_MAX + " columns");
        }
        for (TableConstraint constraint : create.constraints()) {
            columns.addKey(key(constraint, columns.names()), constraint.position());
        }
        List<ColumnSpecification> specifications = columns.finish();
        return new BoundStatement.CreateTable(
                schema,
                create.name().name(),
                create.ifNotExists(),
                specifications,
                columns.primaryKey());
    }

    private String creationSchema(QualifiedName name) {
        String schema = name.schema();
        if (schema == null) {
            schema = context.catalog().creationSchema();
            if (schema == null) {
                throw BindContext.error(
                        SqlState.INVALID_SCHEMA_NAME,
                        "no schema has been selected to create in",
                        name.position());
            }
        } else if (!context.catalog().hasSchema(schema)) {
            throw BindContext.error(
                    SqlState.INVALID_SCHEMA_NAME,
                    "schema \"" + schema + "\" does not exist",
                    name.position());
        }
        if (schema.equals("pg_catalog") || schema.equals("information_schema")) {
            throw SqlException.of(
                            SqlState.INSUFFICIENT_PRIVILEGE,
                            "permission denied to create \"" + schema + "." + name.name() + "\"")
                    .withDetail("System catalog modifications are currently disallowed.");
        }
        return schema;
    }

    /**
     * Storage parameters are checked and have no meaning here: rows lie in columns without free
     * space.
     */
    private static void storageParameter(DefinitionOption option) {
        boolean known =
                option.namespace() == null || option.namespace().equals("toast")
                        ? isStorageParameter(option.name())
                        : false;
        if (!known) {
            String name =
                    option.namespace() == null
                            ? option.name()
                            : option.namespace() + "." + option.name();
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE, "unrecognized parameter \"" + name + "\"");
        }
        if (option.name().equals("fillfactor")) {
            fillFactor(option);
        }
    }

    private static boolean isStorageParameter(String name) {
        return switch (name) {
            case "fillfactor",
                    "toast_tuple_target",
                    "parallel_workers",
                    "user_catalog_table",
                    "vacuum_truncate",
                    "vacuum_index_cleanup",
                    "log_autovacuum_min_duration" ->
                    true;
            default -> name.startsWith("autovacuum_");
        };
    }

    private static void fillFactor(DefinitionOption option) {
        String value = option.value();
        int number;
        try {
            number = Integer.parseInt(value == null ? "true" : value);
        } catch (NumberFormatException e) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for integer option \"fillfactor\": "
                            + (value == null ? "true" : value));
        }
        if (number < FILL_FACTOR_MIN || number > FILL_FACTOR_MAX) {
            throw SqlException.of(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "value " + number + " out of bounds for option \"fillfactor\"")
                    .withDetail("Valid values are between \"10\" and \"100\".");
        }
    }

    private static KeySpecification key(TableConstraint constraint, List<String> names) {
        return switch (constraint) {
            case CheckTableConstraint check ->
                    throw BindContext.notSupported("a CHECK constraint", check.position());
            case ForeignKeyConstraint key ->
                    throw BindContext.notSupported("a FOREIGN KEY constraint", key.position());
            case UniqueTableConstraint unique ->
                    key(
                            unique,
                            names,
                            name ->
                                    BindContext.error(
                                            SqlState.UNDEFINED_COLUMN,
                                            "column \"" + name + "\" named in key does not exist",
                                            unique.position()));
        };
    }

    /**
     * @param missing the error for a column that {@code names} lacks
     */
    private static KeySpecification key(
            UniqueTableConstraint unique,
            List<String> names,
            Function<String, SqlException> missing) {
        unique.options().forEach(TableBinder::storageParameter);
        List<Integer> columns = new ArrayList<>();
        for (TargetColumn target : unique.columns()) {
            int index = names.indexOf(target.name());
            if (index < 0) {
                throw missing.apply(target.name());
            }
            if (columns.contains(index)) {
                throw BindContext.error(
                        SqlState.DUPLICATE_COLUMN,
                        "column \""
                                + target.name()
                                + "\" appears twice in "
                                + (unique.primary() ? "primary key" : "unique")
                                + " constraint",
                        unique.position());
            }
            columns.add(index);
        }
        return new KeySpecification(unique.name(), unique.primary(), columns);
    }

    private BoundStatement addConstraint(SchemaStatement.AlterTableAddConstraint alter) {
        QualifiedName name = alter.table();
        TableDefinition table = context.catalog().table(name.schema(), name.name());
        if (table == null && !alter.ifExists()) {
            throw SqlException.of(
                    SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist");
        }
        if (table != null) {
            requireTable(table, "ALTER");
        }
        if (!(alter.constraint() instanceof UniqueTableConstraint unique) || !unique.primary()) {
            String kind =
                    switch (alter.constraint()) {
                        case UniqueTableConstraint other -> "UNIQUE";
                        case CheckTableConstraint other -> "CHECK";
                        case ForeignKeyConstraint other -> "FOREIGN KEY";
                    };
            throw BindContext.notSupported("ALTER TABLE ADD " + kind, alter.position());
        }
        if (table == null) {
            return new BoundStatement.AddPrimaryKey(
                    null, new KeySpecification(unique.name(), true, List.of()), name.toString());
        }
        List<String> names = table.columns().stream().map(column -> column.name()).toList();
        String relation = table.name();
        KeySpecification key =
                key(
                        unique,
                        names,
                        column ->
                                BindContext.error(
                                        SqlState.UNDEFINED_COLUMN,
                                        "column \""
                                                + column
                                                + "\" of relation \""
                                                + relation
                                                + "\" does not exist",
                                        0));
        if (table.primaryKey() != null) {
            throw SqlException.of(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "multiple primary keys for table \"" + table.name() + "\" are not allowed");
        }
        return new BoundStatement.AddPrimaryKey(table, key, name.toString());
    }

    private static void requireTable(TableDefinition table, String verb) {
        if (table.kind() == TableDefinition.Kind.SYSTEM) {
            throw SqlException.of(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied: \"" + table.name() + "\" is a system catalog");
        }
        if (table.kind() == TableDefinition.Kind.VIEW) {
            throw SqlException.of(
                            SqlState.WRONG_OBJECT_TYPE, "\"" + table.name() + "\" is not a table")
                    .withHint(
                            verb.equals("DROP")
                                    ? "Use DROP VIEW to remove a view."
                                    : "It is a view.");
        }
    }

    private BoundStatement drop(SchemaStatement.DropTable drop) {
        List<TableDefinition> tables = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (QualifiedName name : drop.tables()) {
            TableDefinition table = context.catalog().table(name.schema(), name.name());
            if (table == null) {
                if (!drop.ifExists()) {
                    throw SqlException.of(
                            SqlState.UNDEFINED_TABLE,
                            "table \"" + name.name() + "\" does not exist");
                }
                missing.add(name.name());
                continue;
            }
            requireTable(table, "DROP");
            if (!tables.contains(table)) {
                tables.add(table);
            }
        }
        return new BoundStatement.DropTable(tables, missing);
    }

    private BoundStatement truncate(SchemaStatement.Truncate truncate) {
        List<TableDefinition> tables = new ArrayList<>();
        for (QualifiedName name : truncate.tables()) {
            @Nullable TableDefinition table = context.catalog().table(name.schema(), name.name());
            if (table == null) {
                throw SqlException.of(
                        SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist");
            }
            requireTable(table, "TRUNCATE");
            if (!tables.contains(table)) {
                tables.add(table);
            }
        }
        return new BoundStatement.Truncate(tables, truncate.restartIdentity());
    }
}
