package io.omendb.sql.bind;

import io.omendb.sql.bind.BoundStatement.BoundDelete;
import io.omendb.sql.bind.BoundStatement.BoundInsert;
import io.omendb.sql.bind.BoundStatement.BoundQuery;
import io.omendb.sql.bind.BoundStatement.BoundUpdate;
import io.omendb.sql.bind.BoundStatement.Returning;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.plan.ExpressionText;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.plan.PlanText;
import io.omendb.sql.plan.Planner;
import io.omendb.sql.syntax.Parser;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.types.SessionFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds a statement over the sample catalog and shows what came of it, an error included, as lines.
 */
final class StatementText {
    private static final SampleCatalog CATALOG = new SampleCatalog();

    private StatementText() {}

    static List<String> of(String sql) {
        List<String> lines = new ArrayList<>();
        try {
            for (Statement statement : Parser.parse(sql)) {
                ParameterTypes parameters = ParameterTypes.declared();
                BoundStatement bound =
                        Binder.bind(
                                statement,
                                CATALOG,
                                FunctionRegistry.standard(),
                                parameters,
                                SessionFormat.DEFAULT);
                show(bound, lines);
                if (!parameters.resolved().isEmpty()) {
                    lines.add("parameters: " + parameters.resolved());
                }
            }
        } catch (SqlException e) {
            lines.add(
                    e.state().code()
                            + " "
                            + e.message()
                            + (e.position() > 0 ? " @" + e.position() : ""));
            if (e.detail() != null) {
                lines.add("detail: " + e.detail());
            }
            if (e.hint() != null) {
                lines.add("hint: " + e.hint());
            }
        }
        return lines;
    }

    private static void show(BoundStatement bound, List<String> lines) {
        switch (bound) {
            case BoundQuery query -> {
                List<String> columns = new ArrayList<>();
                query.columns().forEach(column -> columns.add(column.name() + " " + column.type()));
                lines.add("columns: " + String.join(", ", columns));
                plans(query.root(), query.initPlans(), lines);
            }
            case BoundInsert insert -> {
                lines.add("insert " + insert.table().name() + " " + insert.onConflict());
                plans(insert.source(), insert.initPlans(), lines);
                returning(insert.returning(), lines);
            }
            case BoundUpdate update -> {
                List<String> names = PlanText.columnNames(Plan.Scan.all(update.table()));
                lines.add("update " + update.table().name());
                update.assignments()
                        .forEach(assignment ->
                                lines.add(
                                        "set "
                                                + names.get(assignment.column())
                                                + " = "
                                                + ExpressionText.of(assignment.value(), names)));
                plans(update.target(), update.initPlans(), lines);
                returning(update.returning(), lines);
            }
            case BoundDelete delete -> {
                lines.add("delete " + delete.table().name());
                plans(delete.target(), delete.initPlans(), lines);
                returning(delete.returning(), lines);
            }
            case BoundStatement.Explain explain -> show(explain.statement(), lines);
            case BoundStatement.CopyTo copy -> {
                lines.add("copy to " + copy.options());
                show(copy.query(), lines);
            }
            case BoundStatement.CopyFrom copy ->
                    lines.add(
                            "copy from "
                                    + copy.table().name()
                                    + copy.columns()
                                    + " "
                                    + copy.source().stream()
                                            .map(e -> ExpressionText.of(e, List.of()))
                                            .toList()
                                    + " "
                                    + copy.options());
            default -> lines.add(bound.toString());
        }
    }

    private static void returning(Returning returning, List<String> lines) {
        returning
                .columns()
                .forEach(column -> lines.add("returning " + column.name() + " " + column.type()));
    }

    private static void plans(Plan root, List<Plan> initPlans, List<String> lines) {
        lines.addAll(PlanText.lines(Planner.optimize(root, CATALOG)));
        for (int i = 0; i < initPlans.size(); i++) {
            lines.add("init " + i);
            lines.addAll(PlanText.lines(Planner.optimize(initPlans.get(i), CATALOG)));
        }
    }
}
