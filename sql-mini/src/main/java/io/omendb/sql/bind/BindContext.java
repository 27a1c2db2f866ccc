package io.omendb.sql.bind;

import io.omendb.sql.catalog.CatalogView;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.expr.ExpressionFactory;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What one statement's binding shares: the catalog, the functions, parameters, and the subqueries
 * found so far.
 */
final class BindContext {
    private final CatalogView catalog;
    private final FunctionRegistry registry;
    private final ParameterTypes parameters;
    private final ExpressionFactory factory;
    private final List<Plan> initPlans = new ArrayList<>();
    private int outerReads;
    private int outerSlots;

    /**
     * Where an expression was written, for errors that show only later. Equal expressions have
     * places of their own.
     */
    private final Map<BoundExpression, Integer> positions = new IdentityHashMap<>();

    BindContext(
            CatalogView catalog,
            FunctionRegistry registry,
            ParameterTypes parameters,
            SessionFormat format) {
        this.catalog = catalog;
        this.registry = registry;
        this.parameters = parameters;
        this.factory = new ExpressionFactory(registry, parameters, format);
    }

    CatalogView catalog() {
        return catalog;
    }

    FunctionRegistry registry() {
        return registry;
    }

    ParameterTypes parameters() {
        return parameters;
    }

    ExpressionFactory factory() {
        return factory;
    }

    List<Plan> initPlans() {
        return initPlans;
    }

    int addInitPlan(Plan plan) {
        initPlans.add(plan);
        return initPlans.size() - 1;
    }

    /** Forgets the subqueries found since there were so many. */
    void keepInitPlans(int count) {
        initPlans.subList(count, initPlans.size()).clear();
    }

    /** How often rows around subqueries have been read so far. */
    int outerReads() {
        return outerReads;
    }

    void countOuterRead() {
        outerReads++;
    }

    int nextOuterSlot() {
        return outerSlots++;
    }

    <E extends BoundExpression> E placed(E expression, int position) {
        positions.put(expression, position);
        return expression;
    }

    int positionOf(BoundExpression expression, int otherwise) {
        return positions.getOrDefault(expression, otherwise);
    }

    /** Runs a step and gives an error without a position this one. */
    static <T> T at(int position, Supplier<T> step) {
        try {
            return step.get();
        } catch (SqlException e) {
            throw e.position() == 0 && position > 0 ? e.withPosition(position) : e;
        }
    }

    /** Converts implicitly; an error about a literal points at the literal. */
    BoundExpression coerce(BoundExpression expression, SqlType type, int position) {
        if (expression instanceof Constant constant && widens(constant, type)) {
            return new Constant(type, constant.value());
        }
        return at(positionOf(expression, position), () -> factory.coerce(expression, type));
    }

    /** An integer literal is as well one of a wider type: both lie in the same lane. */
    private static boolean widens(Constant constant, SqlType type) {
        return constant.type().kind() == TypeKind.INT4 && type.kind() == TypeKind.INT8;
    }

    List<BoundExpression> unify(List<BoundExpression> expressions, String what, int position) {
        List<SqlType> types = types(expressions);
        SqlType common = at(position, () -> commonType(expressions, types, what, position));
        List<BoundExpression> unified = new ArrayList<>(expressions.size());
        for (BoundExpression expression : expressions) {
            unified.add(coerce(expression, common, position));
        }
        return unified;
    }

    private SqlType commonType(
            List<BoundExpression> expressions, List<SqlType> types, String what, int position) {
        try {
            return registry.commonType(types, what);
        } catch (SqlException e) {
            throw e.withPosition(positionOf(firstMisfit(expressions, types, what), position));
        }
    }

    /** Returns the first expression that has no common type with those before it. */
    private BoundExpression firstMisfit(
            List<BoundExpression> expressions, List<SqlType> types, String what) {
        for (int i = 1; i < types.size(); i++) {
            try {
                registry.commonType(types.subList(0, i + 1), what);
            } catch (SqlException e) {
                return expressions.get(i);
            }
        }
        return expressions.getFirst();
    }

    static List<SqlType> types(List<BoundExpression> expressions) {
        List<SqlType> types = new ArrayList<>(expressions.size());
        for (BoundExpression expression : expressions) {
            types.add(expression.type());
        }
        return types;
    }

    static SqlException notSupported(String what, int position) {
        return SqlException.notSupported(what).withPosition(position);
    }

    static SqlException error(SqlState state, String message, int position) {
        return SqlException.of(state, message).withPosition(position);
    }
}
