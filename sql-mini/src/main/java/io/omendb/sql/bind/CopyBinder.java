package io.omendb.sql.bind;

import io.omendb.sql.bind.BoundStatement.BoundQuery;
import io.omendb.sql.bind.BoundStatement.CopyFrom;
import io.omendb.sql.bind.BoundStatement.CopyOptions;
import io.omendb.sql.bind.BoundStatement.CopyTo;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.syntax.DefinitionOption;
import io.omendb.sql.syntax.DefinitionOption.ValueKind;
import io.omendb.sql.syntax.Query;
import io.omendb.sql.syntax.Statement.Copy;
import io.omendb.sql.syntax.Statement.CopyEnd;
import io.omendb.sql.syntax.Statement.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Binds COPY. */
final class CopyBinder {
    private final BindContext context;
    private final Binder binder;

    private boolean csv;
    private boolean header;
    private boolean headerMatch;
    private boolean freeze;
    private @Nullable String delimiter;
    private @Nullable String nullText;
    private @Nullable String quote;
    private @Nullable String escape;
    private final List<Integer> forceQuote = new ArrayList<>();
    private final List<Integer> forceNotNull = new ArrayList<>();
    private final List<Integer> forceNull = new ArrayList<>();

    CopyBinder(BindContext context, Binder binder) {
        this.context = context;
        this.binder = binder;
    }

    BoundStatement bind(Copy copy) {
        if (copy.end() == CopyEnd.FILE || copy.end() == CopyEnd.PROGRAM) {
            throw BindContext.notSupported(
                    copy.end() == CopyEnd.FILE
                            ? "COPY with a file of the server"
                            : "COPY with a program",
                    copy.position());
        }
        if (copy.from()) {
            return from(copy);
        }
        BoundQuery query = source(copy);
        CopyOptions options =
                options(copy, query.columns().stream().map(OutputColumn::name).toList());
        return new CopyTo(query, options);
    }

    private CopyFrom from(Copy copy) {
        if (copy.table() == null) {
            throw new AssertionError("COPY FROM names a table");
        }
        DataChangeBinder changes = new DataChangeBinder(context);
        TableDefinition table = changes.requireChangeable(copy.table(), 0);
        List<Integer> columns = columns(table, copy.columns());
        List<String> names = columns.stream().map(i -> table.columns().get(i).name()).toList();
        CopyOptions options = options(copy, names);
        List<BoundExpression> source = changes.copySource(table, columns);
        BoundExpression where = changes.copyWhere(table, copy.where());
        return new CopyFrom(table, columns, source, where, options, context.initPlans());
    }

    private BoundQuery source(Copy copy) {
        if (copy.query() instanceof Query query) {
            return binder.query(query);
        }
        if (copy.query() != null || copy.table() == null) {
            throw BindContext.notSupported(
                    "COPY of a statement that changes rows", copy.position());
        }
        TableDefinition table = FromBinder.requireTable(context, copy.table(), 0);
        if (table.kind() == TableDefinition.Kind.VIEW) {
            throw SqlException.of(
                            SqlState.WRONG_OBJECT_TYPE,
                            "cannot copy from view \"" + table.name() + "\"")
                    .withHint("Try the COPY (SELECT ...) TO variant.");
        }
        List<Integer> columns = columns(table, copy.columns());
        Plan.Scan all = Plan.Scan.all(table);
        List<BoundExpression> values = new ArrayList<>();
        List<OutputColumn> output = new ArrayList<>();
        for (int column : columns) {
            values.add(new ColumnReference(column, table.columns().get(column).type()));
            output.add(
                    new OutputColumn(
                            table.columns().get(column).name(),
                            table.columns().get(column).type(),
                            table.oid(),
                            column + 1));
        }
        return new BoundQuery(new Plan.Project(all, values), output, context.initPlans());
    }

    private static List<Integer> columns(TableDefinition table, List<TargetColumn> written) {
        List<Integer> columns = new ArrayList<>();
        if (written.isEmpty()) {
            for (int i = 0; i < table.columns().size(); i++) {
                columns.add(i);
            }
            return columns;
        }
        for (TargetColumn target : written) {
            int index = table.columnIndex(target.name());
            if (index < 0) {
                throw SqlException.of(
                        SqlState.UNDEFINED_COLUMN,
                        "column \""
                                + target.name()
                                + "\" of relation \""
                                + table.name()
                                + "\" does not exist");
            }
            if (columns.contains(index)) {
                throw SqlException.of(
                        SqlState.DUPLICATE_COLUMN,
                        "column \"" + target.name() + "\" specified more than once");
            }
            columns.add(index);
        }
        return columns;
    }

    private CopyOptions options(Copy copy, List<String> names) {
        List<String> seen = new ArrayList<>();
        for (DefinitionOption option : copy.options()) {
            if (seen.contains(option.name())) {
                throw BindContext.error(
                        SqlState.SYNTAX_ERROR,
                        "conflicting or redundant options",
                        option.position());
            }
            seen.add(option.name());
            read(option, copy, names);
        }
        if (freeze && !copy.from()) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE, "COPY FREEZE cannot be used with COPY TO");
        }
        byte delimiterByte = oneByte("delimiter", delimiter, csv ? (byte) ',' : (byte) '\t');
        byte quoteByte = oneByte("quote", quote, (byte) '"');
        byte escapeByte = oneByte("escape", escape, quoteByte);
        requireConsistent(delimiterByte, quoteByte, copy.from());
        String nulls = nullText != null ? nullText : csv ? "" : "\\N";
        return new CopyOptions(
                csv,
                delimiterByte,
                nulls,
                header,
                headerMatch,
                quoteByte,
                escapeByte,
                forceQuote,
                forceNotNull,
                forceNull);
    }

    private void read(DefinitionOption option, Copy copy, List<String> names) {
        switch (option.name()) {
            case "format" -> format(option);
            case "freeze" -> freeze = UtilityBinder.flag(option);
            case "delimiter" -> delimiter = text(option);
            case "null" -> nullText = text(option);
            case "header" -> header(option, copy.from());
            case "quote" -> quote = text(option);
            case "escape" -> escape = text(option);
            case "force_quote" -> force(forceQuote, option, names);
            case "force_not_null" -> force(forceNotNull, option, names);
            case "force_null" -> force(forceNull, option, names);
            case "encoding" -> encoding(option);
            case "default", "on_error", "log_verbosity", "reject_limit" ->
                    throw BindContext.notSupported(
                            "COPY option " + option.name().toUpperCase(Locale.ROOT),
                            option.position());
            default ->
                    throw BindContext.error(
                            SqlState.SYNTAX_ERROR,
                            "option \"" + option.name() + "\" not recognized",
                            option.position());
        }
    }

    private void format(DefinitionOption option) {
        String format = text(option);
        switch (format) {
            case "text" -> csv = false;
            case "csv" -> csv = true;
            case "binary" ->
                    throw BindContext.notSupported("COPY in binary format", option.position());
            default ->
                    throw BindContext.error(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "COPY format \"" + format + "\" not recognized",
                            option.position());
        }
    }

    private void header(DefinitionOption option, boolean from) {
        String value = option.value();
        if (value != null && value.equalsIgnoreCase("match")) {
            if (!from) {
                throw SqlException.of(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "cannot use \"match\" with HEADER in COPY TO");
            }
            header = true;
            headerMatch = true;
        } else {
            header = UtilityBinder.flag(option);
        }
    }

    private static void encoding(DefinitionOption option) {
        String name = text(option).toLowerCase(Locale.ROOT);
        if (!name.equals("utf8") && !name.equals("utf-8") && !name.equals("unicode")) {
            throw BindContext.notSupported("encoding " + text(option), option.position());
        }
    }

    private static String text(DefinitionOption option) {
        String value = option.value();
        if (value == null) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR,
                    option.name() + " requires a parameter",
                    option.position());
        }
        return value;
    }

    private static void force(List<Integer> out, DefinitionOption option, List<String> names) {
        if (option.kind() == ValueKind.STAR) {
            for (int i = 0; i < names.size(); i++) {
                out.add(i);
            }
            return;
        }
        for (String name : option.values()) {
            int index = names.indexOf(name);
            if (index < 0) {
                throw SqlException.of(
                        SqlState.INVALID_COLUMN_REFERENCE,
                        option.name().toUpperCase(Locale.ROOT)
                                + " column \""
                                + name
                                + "\" not referenced by COPY");
            }
            out.add(index);
        }
    }

    private static byte oneByte(String what, @Nullable String value, byte otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value.length() != 1 || value.charAt(0) >= 0x80) {
            throw SqlException.of(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "COPY " + what + " must be a single one-byte character");
        }
        return (byte) value.charAt(0);
    }

    private void requireConsistent(byte delimiterByte, byte quoteByte, boolean from) {
        if (delimiterByte == '\n' || delimiterByte == '\r') {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "COPY delimiter cannot be newline or carriage return");
        }
        if (nullText != null && (nullText.indexOf('\n') >= 0 || nullText.indexOf('\r') >= 0)) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "COPY null representation cannot use newline or carriage return");
        }
        if (!csv) {
            requireNoCsvOption();
            if ("\\.abcdefghijklmnopqrstuvwxyz0123456789".indexOf((char) delimiterByte) >= 0) {
                throw SqlException.of(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "COPY delimiter cannot be \"" + (char) delimiterByte + "\"");
            }
            return;
        }
        if (delimiterByte == quoteByte) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE, "COPY delimiter and quote must be different");
        }
        if (!forceQuote.isEmpty() && from) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "COPY FORCE_QUOTE cannot be used with COPY FROM");
        }
        if (!(forceNotNull.isEmpty() && forceNull.isEmpty()) && !from) {
            String name = forceNull.isEmpty() ? "FORCE_NOT_NULL" : "FORCE_NULL";
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "COPY " + name + " cannot be used with COPY TO");
        }
    }

    private void requireNoCsvOption() {
        String option =
                quote != null
                        ? "QUOTE"
                        : escape != null
                                ? "ESCAPE"
                                : !forceQuote.isEmpty()
                                        ? "FORCE_QUOTE"
                                        : !forceNotNull.isEmpty()
                                                ? "FORCE_NOT_NULL"
                                                : !forceNull.isEmpty() ? "FORCE_NULL" : null;
        if (option != null) {
            throw SqlException.of(
                    SqlState.FEATURE_NOT_SUPPORTED, "COPY " + option + " requires CSV mode");
        }
    }
}
