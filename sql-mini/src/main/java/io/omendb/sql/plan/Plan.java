package io.omendb.sql.plan;

import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.function.SetFunctionDefinition;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of the logical plan. */
public sealed interface Plan {

    /** Returns the types of the output columns. */
    List<SqlType> types();

    /**
     * Reads a table.
     *
     * @param table what to read
     * @param columns which of the table's columns come out, in this order; shared, not to be
     *     changed
     * @param conjuncts conditions over the output columns, all of which a row meets
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed to table readers as it is.
    record Scan(TableDefinition table, int[] columns, List<BoundExpression> conjuncts)
            implements Plan {
        public Scan {
            conjuncts = List.copyOf(conjuncts);
        }

        /** Returns a scan of all columns. */
        public static Scan all(TableDefinition table) {
            int[] columns = new int[table.columns().size()];
            Arrays.setAll(columns, i -> i);
            return new Scan(table, columns, List.of());
        }

        @Override
        public List<SqlType> types() {
            List<SqlType> types = new ArrayList<>(columns.length);
            for (int column : columns) {
                types.add(table.columns().get(column).type());
            }
            return types;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Scan that
                    && table.equals(that.table)
                    && Arrays.equals(columns, that.columns)
                    && conjuncts.equals(that.conjuncts);
        }

        @Override
        public int hashCode() {
            return 31 * table.oid() + Arrays.hashCode(columns);
        }
    }

    /**
     * Rows of expressions over no columns. One row of no columns is the input of a query without
     * FROM.
     */
    record Values(List<SqlType> types, List<List<BoundExpression>> rows) implements Plan {
        /** The one row of no columns. */
        public static final Values EMPTY_ROW = new Values(List.of(), List.of(List.of()));

        public Values {
            types = List.copyOf(types);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A function that gives one column of rows; the arguments are over no columns.
     *
     * @param withOrdinality whether the number of each row, from 1 on, is a second column
     */
    record FunctionScan(
            SetFunctionDefinition definition,
            List<BoundExpression> arguments,
            boolean withOrdinality)
            implements Plan {
        public FunctionScan {
            arguments = List.copyOf(arguments);
        }

        @Override
        public List<SqlType> types() {
            return withOrdinality
                    ? List.of(definition.returnType(), SqlType.INT8)
                    : List.of(definition.returnType());
        }
    }

    /** Rows that meet a condition. */
    record Filter(Plan input, BoundExpression condition) implements Plan {
        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /** Expressions over the input. */
    record Project(Plan input, List<BoundExpression> expressions) implements Plan {
        public Project {
            expressions = List.copyOf(expressions);
        }

        @Override
        public List<SqlType> types() {
            return expressions.stream().map(BoundExpression::type).toList();
        }
    }

    /**
     * A join. The output is the left side's columns, then the right side's unless the kind hides
     * them.
     *
     * @param leftKeys over the left side's columns; equal to the right key at the same place, of
     *     the same type
     * @param rightKeys over the right side's columns
     * @param residual any further condition, over the left side's columns followed by the right
     *     side's
     */
    record Join(
            JoinKind kind,
            Plan left,
            Plan right,
            List<BoundExpression> leftKeys,
            List<BoundExpression> rightKeys,
            @Nullable BoundExpression residual)
            implements Plan {
        public Join {
            leftKeys = List.copyOf(leftKeys);
            rightKeys = List.copyOf(rightKeys);
        }

        @Override
        public List<SqlType> types() {
            if (!kind.showsRight()) {
                return left.types();
            }
            List<SqlType> types = new ArrayList<>(left.types());
            types.addAll(right.types());
            return types;
        }
    }

    /**
     * Groups; the output is the keys, then the aggregates. Without keys there is one group even of
     * no rows.
     */
    record Aggregate(Plan input, List<BoundExpression> groupKeys, List<AggregateCall> aggregates)
            implements Plan {
        public Aggregate {
            groupKeys = List.copyOf(groupKeys);
            aggregates = List.copyOf(aggregates);
        }

        @Override
        public List<SqlType> types() {
            List<SqlType> types = new ArrayList<>();
            for (BoundExpression key : groupKeys) {
                types.add(key.type());
            }
            for (AggregateCall call : aggregates) {
                types.add(call.definition().returnType());
            }
            return types;
        }
    }

    /** Functions over windows of the input; the output is the input's columns, then theirs. */
    record Window(Plan input, WindowDefinition window, List<WindowCall> calls) implements Plan {
        public Window {
            calls = List.copyOf(calls);
        }

        @Override
        public List<SqlType> types() {
            List<SqlType> types = new ArrayList<>(input.types());
            for (WindowCall call : calls) {
                types.add(call.function().returnType());
            }
            return types;
        }
    }

    /** Sorts, stably. */
    record Sort(Plan input, List<SortKey> keys) implements Plan {
        public Sort {
            keys = List.copyOf(keys);
        }

        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /** The first row, in the order of the input, of each combination of keys. */
    record Distinct(Plan input, List<BoundExpression> keys) implements Plan {
        public Distinct {
            keys = List.copyOf(keys);
        }

        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /**
     * Leaves out {@code offset} rows and ends after {@code limit}; both int8 over no columns, null
     * or NULL for none.
     */
    record Limit(Plan input, @Nullable BoundExpression limit, @Nullable BoundExpression offset)
            implements Plan {
        @Override
        public List<SqlType> types() {
            return input.types();
        }
    }

    /** The set operations. */
    enum SetOperator {
        UNION,
        INTERSECT,
        EXCEPT
    }

    /**
     * A set operation over two inputs of the same types; {@code all} keeps duplicates as SQL
     * defines.
     */
    record SetOperation(SetOperator operator, boolean all, Plan left, Plan right) implements Plan {
        @Override
        public List<SqlType> types() {
            return left.types();
        }
    }
}
