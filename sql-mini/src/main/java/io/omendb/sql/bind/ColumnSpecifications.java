package io.omendb.sql.bind;

import io.omendb.sql.bind.BoundStatement.ColumnSpecification;
import io.omendb.sql.bind.BoundStatement.KeySpecification;
import io.omendb.sql.bind.BoundStatement.SequenceSpecification;
import io.omendb.sql.catalog.ColumnDefinition.Identity;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.SchemaStatement.CheckColumnConstraint;
import io.omendb.sql.syntax.SchemaStatement.ColumnConstraint;
import io.omendb.sql.syntax.SchemaStatement.ColumnElement;
import io.omendb.sql.syntax.SchemaStatement.DefaultConstraint;
import io.omendb.sql.syntax.SchemaStatement.GeneratedConstraint;
import io.omendb.sql.syntax.SchemaStatement.IdentityConstraint;
import io.omendb.sql.syntax.SchemaStatement.IdentityKind;
import io.omendb.sql.syntax.SchemaStatement.NotNullConstraint;
import io.omendb.sql.syntax.SchemaStatement.NullConstraint;
import io.omendb.sql.syntax.SchemaStatement.ReferencesConstraint;
import io.omendb.sql.syntax.SchemaStatement.UniqueColumnConstraint;
import io.omendb.sql.syntax.TypeName;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of a CREATE TABLE while they are put together with its keys. */
final class ColumnSpecifications {
    private static final Set<String> SYSTEM_COLUMNS =
            Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private final BindContext context;
    private final String table;
    private final List<ColumnSpecification> columns = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private @Nullable KeySpecification primaryKey;

    ColumnSpecifications(BindContext context, String table) {
        this.context = context;
        this.table = table;
    }

    List<String> names() {
        return names;
    }

    @Nullable KeySpecification primaryKey() {
        return primaryKey;
    }

    /** Returns the columns; those of the primary key are not null. */
    List<ColumnSpecification> finish() {
        KeySpecification key = primaryKey;
        List<ColumnSpecification> finished = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnSpecification column = columns.get(i);
            boolean notNull = column.notNull() || (key != null && key.columns().contains(i));
            finished.add(
                    new ColumnSpecification(
                            column.name(),
                            column.type(),
                            notNull,
                            column.defaultText(),
                            column.identity(),
                            column.sequence()));
        }
        return finished;
    }

    void addKey(KeySpecification key, int position) {
        if (!key.primary()) {
            throw BindContext.notSupported("a UNIQUE constraint", position);
        }
        if (primaryKey != null) {
            throw BindContext.error(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "multiple primary keys for table \"" + table + "\" are not allowed",
                    position);
        }
        primaryKey = key;
    }

    void add(ColumnElement element) {
        if (names.contains(element.name())) {
            throw BindContext.error(
                    SqlState.DUPLICATE_COLUMN,
                    "column \"" + element.name() + "\" specified more than once",
                    0);
        }
        if (SYSTEM_COLUMNS.contains(element.name())) {
            throw SqlException.of(
                    SqlState.DUPLICATE_COLUMN,
                    "column name \"" + element.name() + "\" conflicts with a system column name");
        }
        List<String> collation = element.collation();
        if (collation != null
                && !collation.getLast().equals("default")
                && !collation.getLast().equals("C")) {
            throw BindContext.notSupported(
                    "collation \"" + collation.getLast() + "\"", element.position());
        }
        SqlType serial = serialType(element.type());
        SqlType type = serial != null ? serial : TypeBinder.bind(element.type());
        if (type.kind().isPseudo() || type.isUnknown()) {
            throw BindContext.error(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "column \"" + element.name() + "\" has pseudo-type " + type.kind().sqlName(),
                    0);
        }
        names.add(element.name());
        Parts parts = new Parts();
        parts.notNull = serial != null;
        parts.sequence = serial == null ? null : SequenceSpecifications.of(List.of(), type);
        for (ColumnConstraint constraint : element.constraints()) {
            apply(constraint, element, type, parts, serial != null);
            boolean primary =
                    constraint instanceof UniqueColumnConstraint unique && unique.primary();
            if (parts.nullable && (parts.notNull || primary)) {
                throw BindContext.error(
                        SqlState.SYNTAX_ERROR,
                        "conflicting NULL/NOT NULL declarations for column \""
                                + element.name()
                                + "\" of table \""
                                + table
                                + "\"",
                        constraint.position());
            }
        }
        columns.add(
                new ColumnSpecification(
                        element.name(),
                        type,
                        parts.notNull,
                        parts.defaultText,
                        parts.identity,
                        parts.sequence));
    }

    /** What the constraints of one column say so far. */
    private static final class Parts {
        boolean notNull;
        boolean nullable;
        @Nullable String defaultText;
        Identity identity = Identity.NONE;
        @Nullable SequenceSpecification sequence;
    }

    private static @Nullable SqlType serialType(TypeName name) {
        if (name.schema() != null || name.arrayDimensions() > 0) {
            return null;
        }
        return switch (name.name()) {
            case "smallserial", "serial2" -> SqlType.INT2;
            case "serial", "serial4" -> SqlType.INT4;
            case "bigserial", "serial8" -> SqlType.INT8;
            default -> null;
        };
    }

    private void apply(
            ColumnConstraint constraint,
            ColumnElement element,
            SqlType type,
            Parts parts,
            boolean serial) {
        switch (constraint) {
            case NotNullConstraint notNull -> parts.notNull = true;
            case NullConstraint nullable -> parts.nullable = true;
            case DefaultConstraint given -> {
                if (parts.defaultText != null || serial) {
                    throw multiple("default values", element.name(), serial ? 0 : given.position());
                }
                // Bound once so that an error shows now; the text is what is kept.
                new DefaultBinder(context).bind(given.expression(), type, element.name());
                parts.defaultText = given.text();
            }
            case IdentityConstraint identity -> identity(identity, element, type, parts);
            case UniqueColumnConstraint unique ->
                    addKey(
                            new KeySpecification(
                                    unique.name(), unique.primary(), List.of(names.size() - 1)),
                            unique.position());
            case GeneratedConstraint generated ->
                    throw BindContext.notSupported("a generated column", generated.position());
            case CheckColumnConstraint check ->
                    throw BindContext.notSupported("a CHECK constraint", check.position());
            case ReferencesConstraint references ->
                    throw BindContext.notSupported(
                            "a FOREIGN KEY constraint", references.position());
        }
        if (parts.defaultText != null && parts.identity != Identity.NONE) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR,
                    "both default and identity specified for column \""
                            + element.name()
                            + "\" of table \""
                            + table
                            + "\"",
                    constraint.position());
        }
    }

    private SqlException multiple(String what, String column, int position) {
        return BindContext.error(
                SqlState.SYNTAX_ERROR,
                "multiple "
                        + what
                        + " specified for column \""
                        + column
                        + "\" of table \""
                        + table
                        + "\"",
                position);
    }

    private void identity(
            IdentityConstraint identity, ColumnElement element, SqlType type, Parts parts) {
        if (parts.identity != Identity.NONE) {
            throw multiple("identity specifications", element.name(), identity.position());
        }
        if (!type.kind().isInteger()) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "identity column type must be smallint, integer, or bigint");
        }
        parts.identity =
                identity.kind() == IdentityKind.ALWAYS ? Identity.ALWAYS : Identity.BY_DEFAULT;
        parts.notNull = true;
        parts.sequence = SequenceSpecifications.of(identity.options(), type);
    }
}
