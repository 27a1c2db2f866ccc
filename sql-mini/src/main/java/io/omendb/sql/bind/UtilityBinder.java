package io.omendb.sql.bind;

import io.omendb.sql.bind.BoundStatement.ExplainFormat;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.DefinitionOption;
import io.omendb.sql.syntax.MaintenanceStatement;
import io.omendb.sql.syntax.MaintenanceStatement.MaintenanceTarget;
import io.omendb.sql.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Binds EXPLAIN, VACUUM, ANALYZE and CHECKPOINT with their options. */
final class UtilityBinder {
    private final BindContext context;

    UtilityBinder(BindContext context) {
        this.context = context;
    }

    BoundStatement explain(Statement.Explain explain, BoundStatement statement) {
        boolean analyze = false;
        boolean verbose = false;
        boolean costs = true;
        ExplainFormat format = ExplainFormat.TEXT;
        for (DefinitionOption option : explain.options()) {
            switch (option.name()) {
                case "analyze" -> analyze = flag(option);
                case "verbose" -> verbose = flag(option);
                case "costs" -> costs = flag(option);
                case "format" -> format = format(option);
                case "settings",
                        "buffers",
                        "wal",
                        "timing",
                        "summary",
                        "generic_plan",
                        "memory",
                        "serialize" ->
                        word(option);
                default ->
                        throw BindContext.error(
                                SqlState.SYNTAX_ERROR,
                                "unrecognized EXPLAIN option \"" + option.name() + "\"",
                                option.position());
            }
        }
        if (format != ExplainFormat.TEXT) {
            throw SqlException.notSupported("EXPLAIN (FORMAT " + format + ")");
        }
        return new BoundStatement.Explain(statement, analyze, verbose, costs, format);
    }

    private static ExplainFormat format(DefinitionOption option) {
        String value = word(option);
        for (ExplainFormat format : ExplainFormat.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(value)) {
                return format;
            }
        }
        throw BindContext.error(
                SqlState.INVALID_PARAMETER_VALUE,
                "unrecognized value for EXPLAIN option \"format\": \"" + value + "\"",
                option.position());
    }

    private static String word(DefinitionOption option) {
        String value = option.value();
        return value == null ? "true" : value.toLowerCase(Locale.ROOT);
    }

    /** Reads a Boolean option; without a value it is true. */
    static boolean flag(DefinitionOption option) {
        return switch (word(option)) {
            case "true", "on", "1" -> true;
            case "false", "off", "0" -> false;
            default ->
                    throw BindContext.error(
                            SqlState.SYNTAX_ERROR,
                            option.name() + " requires a Boolean value",
                            option.position());
        };
    }

    BoundStatement maintenance(MaintenanceStatement statement) {
        return switch (statement) {
            case MaintenanceStatement.Checkpoint checkpoint -> new BoundStatement.Checkpoint();
            case MaintenanceStatement.Analyze analyze -> analyze(analyze);
            case MaintenanceStatement.Vacuum vacuum -> vacuum(vacuum);
        };
    }

    private BoundStatement analyze(MaintenanceStatement.Analyze analyze) {
        boolean verbose = false;
        for (DefinitionOption option : analyze.options()) {
            switch (option.name()) {
                case "verbose" -> verbose = flag(option);
                case "skip_locked" -> flag(option);
                case "buffer_usage_limit" -> word(option);
                default -> throw unrecognized("ANALYZE", option);
            }
        }
        return new BoundStatement.Analyze(tables(analyze.targets()), verbose);
    }

    private BoundStatement vacuum(MaintenanceStatement.Vacuum vacuum) {
        boolean full = false;
        boolean analyze = false;
        boolean verbose = false;
        for (DefinitionOption option : vacuum.options()) {
            switch (option.name()) {
                case "full" -> full = flag(option);
                case "analyze" -> analyze = flag(option);
                case "verbose" -> verbose = flag(option);
                case "freeze",
                        "skip_locked",
                        "process_main",
                        "process_toast",
                        "truncate",
                        "disable_page_skipping",
                        "skip_database_stats",
                        "only_database_stats" ->
                        flag(option);
                case "index_cleanup", "parallel", "buffer_usage_limit" -> word(option);
                default -> throw unrecognized("VACUUM", option);
            }
        }
        return new BoundStatement.Vacuum(tables(vacuum.targets()), full, analyze, verbose);
    }

    private static SqlException unrecognized(String statement, DefinitionOption option) {
        return BindContext.error(
                SqlState.SYNTAX_ERROR,
                "unrecognized " + statement + " option \"" + option.name() + "\"",
                option.position());
    }

    private List<TableDefinition> tables(List<MaintenanceTarget> targets) {
        List<TableDefinition> tables = new ArrayList<>();
        for (MaintenanceTarget target : targets) {
            TableDefinition table = FromBinder.requireTable(context, target.table(), 0);
            for (String column : target.columns()) {
                if (table.columnIndex(column) < 0) {
                    throw SqlException.of(
                            SqlState.UNDEFINED_COLUMN,
                            "column \""
                                    + column
                                    + "\" of relation \""
                                    + table.name()
                                    + "\" does not exist");
                }
            }
            tables.add(table);
        }
        return tables;
    }
}
