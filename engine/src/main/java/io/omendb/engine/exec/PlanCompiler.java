package io.omendb.engine.exec;

import io.omendb.engine.catalog.Catalog;
import io.omendb.engine.copy.CopyFormat;
import io.omendb.sql.bind.BoundStatement;
import io.omendb.sql.bind.BoundStatement.Assignment;
import io.omendb.sql.bind.BoundStatement.BoundDelete;
import io.omendb.sql.bind.BoundStatement.BoundInsert;
import io.omendb.sql.bind.BoundStatement.BoundQuery;
import io.omendb.sql.bind.BoundStatement.BoundUpdate;
import io.omendb.sql.bind.BoundStatement.CopyFrom;
import io.omendb.sql.bind.BoundStatement.CopyTo;
import io.omendb.sql.bind.BoundStatement.Explain;
import io.omendb.sql.bind.BoundStatement.ExplainFormat;
import io.omendb.sql.bind.BoundStatement.IgnoreConflict;
import io.omendb.sql.bind.BoundStatement.RaiseConflict;
import io.omendb.sql.bind.BoundStatement.Returning;
import io.omendb.sql.bind.BoundStatement.UpdateConflict;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.plan.Planner;
import io.omendb.sql.vector.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes executable plans of bound statements, for one session: expressions see its settings and its
 * clock.
 */
public final class PlanCompiler {
    private final Catalog catalog;
    private final EvaluationContext session;
    private final PhysicalPlanner planner;

    private PlanCompiler(Catalog catalog, EvaluationContext session) {
        this.catalog = catalog;
        this.session = session;
        planner = new PhysicalPlanner(catalog, session.format());
    }

    /**
     * @param catalog the one that the statement was bound with
     * @param session what the plan's expressions see, at every execution anew
     * @throws SqlException 0A000 for what cannot be executed
     */
    public static ExecutablePlan compile(
            BoundStatement statement, Catalog catalog, EvaluationContext session) {
        return new PlanCompiler(catalog, session).compile(statement);
    }

    private ExecutablePlan compile(BoundStatement statement) {
        return switch (statement) {
            case BoundQuery query -> query(query);
            case BoundInsert insert -> insert(insert);
            case BoundUpdate update -> update(update);
            case BoundDelete delete -> delete(delete);
            case CopyFrom copy ->
                    new CopyInPlan(
                            copy, format(copy.options()), initPlans(copy.initPlans()), session);
            case CopyTo copy -> new CopyOutPlan(query(copy.query()), format(copy.options()));
            case Explain explain -> explain(explain);
            default -> new UtilityPlan(statement);
        };
    }

    private PhysicalNode physical(Plan plan) {
        return planner.plan(Planner.optimize(plan, catalog));
    }

    private List<PhysicalNode> initPlans(List<Plan> plans) {
        return plans.stream().map(this::physical).toList();
    }

    private QueryPlan query(BoundQuery query) {
        Plan root = Planner.optimize(query.root(), catalog);
        PlanInstances instances =
                new PlanInstances(planner.plan(root), initPlans(query.initPlans()), session);
        return new QueryPlan(
                query.columns(), instances, query.initPlans().isEmpty() && isPoint(root));
    }

    private static boolean isPoint(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> {
                IndexMatch match = IndexMatch.best(scan);
                yield match != null && match.isPoint() && match.index().unique();
            }
            case Plan.Values values -> values.rows().size() <= 1;
            case Plan.Project project -> isPoint(project.input());
            case Plan.Filter filter -> isPoint(filter.input());
            default -> false;
        };
    }

    private InsertPlan insert(BoundInsert insert) {
        Plan source = Planner.optimize(insert.source(), catalog);
        PhysicalNode rows = checked(planner.plan(source), insert.table());
        PlanInstances instances = new PlanInstances(rows, initPlans(insert.initPlans()), session);
        InsertPlan.OnConflict onConflict;
        IndexDefinition conflictIndex = null;
        switch (insert.onConflict()) {
            case RaiseConflict raise -> onConflict = InsertPlan.OnConflict.RAISE;
            case IgnoreConflict ignore -> {
                onConflict = InsertPlan.OnConflict.DO_NOTHING;
                conflictIndex = ignore.index();
            }
            case UpdateConflict update -> throw SqlException.notSupported("ON CONFLICT DO UPDATE");
        }
        return new InsertPlan(
                insert.table(),
                instances,
                onConflict,
                conflictIndex,
                returning(instances, insert.returning()),
                isSingleBatch(source));
    }

    private PhysicalNode checked(PhysicalNode rows, TableDefinition table) {
        return new PhysicalNode(
                rows.title(),
                rows.details(),
                rows.children(),
                rows.types(),
                rows.names(),
                rows.rows(),
                rows.startCost(),
                rows.totalCost(),
                (factory, children) ->
                        new CheckOperator(
                                rows.maker().make(factory, children),
                                new NotNullCheck(table, factory.evaluation())));
    }

    private static boolean isSingleBatch(Plan source) {
        return switch (source) {
            case Plan.Values values -> values.rows().size() <= Batch.CAPACITY;
            case Plan.Project project -> isSingleBatch(project.input());
            default -> isPoint(source);
        };
    }

    private static @Nullable RowProjection returning(PlanInstances instances, Returning returning) {
        if (returning.columns().isEmpty()) {
            return null;
        }
        OperatorFactory factory = instances.kept().factory();
        return new RowProjection(
                returning.columns(),
                factory.compileAll(returning.expressions(), Batch.CAPACITY),
                returning.expressions().stream().allMatch(PlanCompiler::isCopy));
    }

    private static boolean isCopy(BoundExpression expression) {
        return expression instanceof BoundExpression.ColumnReference
                || expression instanceof BoundExpression.ParameterReference
                || expression instanceof BoundExpression.Constant;
    }

    private UpdatePlan update(BoundUpdate update) {
        PlanInstances targets = targets(update.table(), update.conjuncts(), update.initPlans());
        OperatorFactory factory = targets.kept().factory();
        int[] columns = update.assignments().stream().mapToInt(Assignment::column).toArray();
        List<Evaluator> values =
                factory.compileAll(
                        update.assignments().stream().map(Assignment::value).toList(), 1);
        return new UpdatePlan(
                update.table(),
                targets,
                pointTarget(factory, update.target(), update.initPlans()),
                rowChange(factory, update.table(), update.conjuncts(), columns, values),
                returning(targets, update.returning()));
    }

    private DeletePlan delete(BoundDelete delete) {
        PlanInstances targets = targets(delete.table(), delete.conjuncts(), delete.initPlans());
        OperatorFactory factory = targets.kept().factory();
        return new DeletePlan(
                delete.table(),
                targets,
                pointTarget(factory, delete.target(), delete.initPlans()),
                rowChange(factory, delete.table(), delete.conjuncts(), new int[0], List.of()),
                returning(targets, delete.returning()));
    }

    private static RowChange rowChange(
            OperatorFactory factory,
            TableDefinition table,
            List<BoundExpression> conjuncts,
            int[] columns,
            List<Evaluator> values) {
        Evaluator condition = factory.compileNullable(Expressions.and(conjuncts), 1);
        return new RowChange(table, condition, columns, values, factory.evaluation());
    }

    private static @Nullable PointTarget pointTarget(
            OperatorFactory factory, Plan.Scan scan, List<Plan> initPlans) {
        IndexMatch match = IndexMatch.best(scan);
        // Subqueries run at the statement's snapshot before its targets are known.
        if (match == null || !match.isPoint() || !match.index().unique() || !initPlans.isEmpty()) {
            return null;
        }
        return new PointTarget(
                match.index(), match.keyTypes(), ScanPlanner.bounds(factory, match, false));
    }

    /**
     * The plan that finds the rows to change: it reads only the columns that the conditions need.
     */
    private PlanInstances targets(
            TableDefinition table, List<BoundExpression> conjuncts, List<Plan> initPlans) {
        TreeSet<Integer> used = new TreeSet<>();
        for (BoundExpression conjunct : conjuncts) {
            Expressions.forEach(
                    conjunct,
                    node -> {
                        if (node instanceof ColumnReference reference) {
                            used.add(reference.index());
                        }
                    });
        }
        List<Integer> columns = new ArrayList<>(used);
        List<BoundExpression> moved =
                conjuncts.stream()
                        .map(conjunct -> Expressions.remap(conjunct, columns::indexOf))
                        .toList();
        int[] scanned = columns.stream().mapToInt(Integer::intValue).toArray();
        PhysicalNode scan = planner.scans().plan(new Plan.Scan(table, scanned, moved), true);
        return new PlanInstances(scan, initPlans(initPlans), session);
    }

    private ExplainPlan explain(Explain explain) {
        if (explain.format() != ExplainFormat.TEXT) {
            throw SqlException.notSupported("EXPLAIN (FORMAT " + explain.format() + ")");
        }
        ExecutablePlan plan = compile(explain.statement());
        String title;
        PlanInstances instances;
        switch (plan) {
            case QueryPlan query -> {
                title = null;
                instances = query.instances();
            }
            case InsertPlan insert -> {
                title = "Insert on " + insert.table().name();
                instances = insert.instances();
            }
            case UpdatePlan update -> {
                title = "Update on " + update.table().name();
                instances = update.targets();
            }
            case DeletePlan delete -> {
                title = "Delete on " + delete.table().name();
                instances = delete.targets();
            }
            case CopyInPlan copy -> throw SqlException.notSupported("EXPLAIN of COPY");
            case CopyOutPlan copy -> throw SqlException.notSupported("EXPLAIN of COPY");
            case ExplainPlan inner -> throw SqlException.notSupported("EXPLAIN of EXPLAIN");
            case UtilityPlan utility ->
                    throw SqlException.notSupported("EXPLAIN of this statement");
        }
        if (explain.analyze() && title != null) {
            throw SqlException.notSupported("EXPLAIN ANALYZE of a changing statement");
        }
        return new ExplainPlan(
                new ExplainText(title, explain.costs()), instances, explain.analyze());
    }

    private static CopyFormat format(BoundStatement.CopyOptions options) {
        return new CopyFormat(
                options.csv(),
                options.delimiter(),
                options.nullText(),
                !options.header()
                        ? CopyFormat.Header.ABSENT
                        : options.headerMatch()
                                ? CopyFormat.Header.MATCHED
                                : CopyFormat.Header.PRESENT,
                options.quote(),
                options.escape(),
                flags(options.forceQuote()),
                flags(options.forceNotNull()),
                flags(options.forceNull()));
    }

    private static List<Boolean> flags(List<Integer> fields) {
        List<Boolean> flags = new ArrayList<>();
        for (int field : fields) {
            while (flags.size() <= field) {
                flags.add(false);
            }
            flags.set(field, true);
        }
        return flags;
    }
}
