package io.omendb.sql.bind;

import io.omendb.sql.catalog.ColumnDefinition.Identity;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.syntax.SessionStatement.DiscardTarget;
import io.omendb.sql.syntax.SessionStatement.SettingValue;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.syntax.TransactionStatement.TransactionModes;
import io.omendb.sql.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement whose names and types are resolved. */
public sealed interface BoundStatement {

    /**
     * A query.
     *
     * @param root the plan, not yet optimized
     * @param columns the output, one for each of the plan's
     * @param initPlans the uncorrelated subqueries that expressions refer to by index
     */
    record BoundQuery(Plan root, List<OutputColumn> columns, List<Plan> initPlans)
            implements BoundStatement {
        public BoundQuery {
            columns = List.copyOf(columns);
            initPlans = List.copyOf(initPlans);
        }
    }

    /**
     * What RETURNING gives back, over all columns of the table after the change (before it for
     * DELETE).
     */
    record Returning(List<BoundExpression> expressions, List<OutputColumn> columns) {
        /** No RETURNING. */
        public static final Returning NONE = new Returning(List.of(), List.of());

        public Returning {
            expressions = List.copyOf(expressions);
            columns = List.copyOf(columns);
        }
    }

    /**
     * One column that UPDATE sets, 0-based; the value is over all columns of the table, of the
     * column's type.
     */
    record Assignment(int column, BoundExpression value) {}

    /** What INSERT does about a key that is there already. */
    sealed interface ConflictAction {}

    /** 23505. */
    record RaiseConflict() implements ConflictAction {}

    /** DO NOTHING for one index, or for any when it is null. */
    record IgnoreConflict(@Nullable IndexDefinition index) implements ConflictAction {}

    /**
     * DO UPDATE.
     *
     * @param assignments values over the columns of the row that is there, then those of the row
     *     proposed
     * @param where over the same; null for always
     */
    record UpdateConflict(
            IndexDefinition index, List<Assignment> assignments, @Nullable BoundExpression where)
            implements ConflictAction {
        public UpdateConflict {
            assignments = List.copyOf(assignments);
        }
    }

    /**
     * INSERT.
     *
     * @param targetColumns the columns that the statement gives values to, 0-based
     * @param source one output for each column of the table, of its type, defaults filled in
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed to the executor as it is.
    record BoundInsert(
            TableDefinition table,
            int[] targetColumns,
            Plan source,
            ConflictAction onConflict,
            Returning returning,
            List<Plan> initPlans)
            implements BoundStatement {
        public BoundInsert {
            initPlans = List.copyOf(initPlans);
        }
    }

    /** UPDATE; conjuncts over all columns of the table. */
    record BoundUpdate(
            TableDefinition table,
            List<BoundExpression> conjuncts,
            List<Assignment> assignments,
            Returning returning,
            List<Plan> initPlans)
            implements BoundStatement {
        public BoundUpdate {
            conjuncts = List.copyOf(conjuncts);
            assignments = List.copyOf(assignments);
            initPlans = List.copyOf(initPlans);
        }

        /** Returns the plan that finds the rows: all columns of the table under the conditions. */
        public Plan.Scan target() {
            return new Plan.Scan(table, Plan.Scan.all(table).columns(), conjuncts);
        }
    }

    /** DELETE; conjuncts over all columns of the table. */
    record BoundDelete(
            TableDefinition table,
            List<BoundExpression> conjuncts,
            Returning returning,
            List<Plan> initPlans)
            implements BoundStatement {
        public BoundDelete {
            conjuncts = List.copyOf(conjuncts);
            initPlans = List.copyOf(initPlans);
        }

        /** Returns the plan that finds the rows: all columns of the table under the conditions. */
        public Plan.Scan target() {
            return new Plan.Scan(table, Plan.Scan.all(table).columns(), conjuncts);
        }
    }

    /** The sequence that a serial or identity column owns. */
    record SequenceSpecification(
            SqlType type, long start, long increment, long min, long max, boolean cycle) {}

    /** A column to create; with a sequence the default is its next value and the text is null. */
    record ColumnSpecification(
            String name,
            SqlType type,
            boolean notNull,
            @Nullable String defaultText,
            Identity identity,
            @Nullable SequenceSpecification sequence) {}

    /**
     * A primary key or unique constraint to create; a null name is to be made up, columns are
     * 0-based.
     */
    record KeySpecification(@Nullable String name, boolean primary, List<Integer> columns) {
        public KeySpecification {
            columns = List.copyOf(columns);
        }
    }

    /**
     * CREATE TABLE. Whether the name is taken is for the engine to see: 42P07, or nothing with IF
     * NOT EXISTS.
     */
    record CreateTable(
            String schema,
            String name,
            boolean ifNotExists,
            List<ColumnSpecification> columns,
            @Nullable KeySpecification primaryKey)
            implements BoundStatement {
        public CreateTable {
            columns = List.copyOf(columns);
        }
    }

    /** ALTER TABLE ADD PRIMARY KEY; no table: IF EXISTS found none. */
    record AddPrimaryKey(@Nullable TableDefinition table, KeySpecification key, String name)
            implements BoundStatement {}

    /** DROP TABLE; the names that IF EXISTS did not find are for notices. */
    record DropTable(List<TableDefinition> tables, List<String> missing) implements BoundStatement {
        public DropTable {
            tables = List.copyOf(tables);
            missing = List.copyOf(missing);
        }
    }

    /** TRUNCATE. */
    record Truncate(List<TableDefinition> tables, boolean restartIdentity)
            implements BoundStatement {
        public Truncate {
            tables = List.copyOf(tables);
        }
    }

    /** BEGIN or START TRANSACTION. */
    record Begin(boolean start, TransactionModes modes) implements BoundStatement {}

    /** COMMIT. */
    record Commit(boolean chain) implements BoundStatement {}

    /** ROLLBACK. */
    record Rollback(boolean chain) implements BoundStatement {}

    /** SET TRANSACTION, or the session's defaults for later ones. */
    record SetTransaction(boolean session, TransactionModes modes) implements BoundStatement {}

    /** SET; no values means the default. */
    record SetVariable(boolean local, String name, List<SettingValue> values)
            implements BoundStatement {
        public SetVariable {
            values = List.copyOf(values);
        }
    }

    /** RESET; null for ALL. */
    record ResetVariable(@Nullable String name) implements BoundStatement {}

    /** SHOW; null for ALL. */
    record ShowVariable(@Nullable String name) implements BoundStatement {}

    /** DISCARD. */
    record Discard(DiscardTarget target) implements BoundStatement {}

    /** The formats of EXPLAIN. */
    enum ExplainFormat {
        TEXT,
        JSON,
        XML,
        YAML
    }

    /** EXPLAIN. */
    record Explain(
            BoundStatement statement,
            boolean analyze,
            boolean verbose,
            boolean costs,
            ExplainFormat format)
            implements BoundStatement {}

    /** VACUUM; no tables means all. */
    record Vacuum(List<TableDefinition> tables, boolean full, boolean analyze, boolean verbose)
            implements BoundStatement {
        public Vacuum {
            tables = List.copyOf(tables);
        }
    }

    /** ANALYZE; no tables means all. */
    record Analyze(List<TableDefinition> tables, boolean verbose) implements BoundStatement {
        public Analyze {
            tables = List.copyOf(tables);
        }
    }

    /** CHECKPOINT. */
    record Checkpoint() implements BoundStatement {}

    /** How the rows of COPY are written. */
    record CopyOptions(
            boolean csv,
            byte delimiter,
            String nullText,
            boolean header,
            boolean headerMatch,
            byte quote,
            byte escape,
            List<Integer> forceQuote,
            List<Integer> forceNotNull,
            List<Integer> forceNull) {
        public CopyOptions {
            forceQuote = List.copyOf(forceQuote);
            forceNotNull = List.copyOf(forceNotNull);
            forceNull = List.copyOf(forceNull);
        }
    }

    /**
     * COPY FROM STDIN.
     *
     * @param columns the table's columns in the order of the fields, 0-based
     * @param source one output for each column of the table over the fields (in the order of {@code
     *     columns}): the field itself, or the default of a column that is not copied
     */
    record CopyFrom(
            TableDefinition table,
            List<Integer> columns,
            List<BoundExpression> source,
            @Nullable BoundExpression where,
            CopyOptions options,
            List<Plan> initPlans)
            implements BoundStatement {
        public CopyFrom {
            columns = List.copyOf(columns);
            source = List.copyOf(source);
            initPlans = List.copyOf(initPlans);
        }
    }

    /** COPY TO STDOUT: the rows of a query. */
    record CopyTo(BoundQuery query, CopyOptions options) implements BoundStatement {}

    /**
     * PREPARE; the statement is bound when this is carried out, with these types, 0 for open ones.
     */
    record Prepare(String name, List<Integer> parameterOids, Statement statement)
            implements BoundStatement {
        public Prepare {
            parameterOids = List.copyOf(parameterOids);
        }
    }

    /** DEALLOCATE; null for ALL. */
    record Deallocate(@Nullable String name) implements BoundStatement {}
}
