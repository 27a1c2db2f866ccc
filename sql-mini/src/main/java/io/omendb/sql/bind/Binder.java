package io.omendb.sql.bind;

import io.omendb.sql.catalog.CatalogView;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.function.CastContext;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.MaintenanceStatement;
import io.omendb.sql.syntax.Query;
import io.omendb.sql.syntax.SchemaStatement;
import io.omendb.sql.syntax.SessionStatement;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.syntax.TransactionStatement;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds statements against a catalog. An object binds one statement and what it contains.
 *
 * <p>Errors carry PostgreSQL's SQLSTATE, message and position; what the language has and this
 * system does not is 0A000 and names it.
 */
public final class Binder {
    private final BindContext context;

    private Binder(BindContext context) {
        this.context = context;
    }

    /**
     * Binds a statement.
     *
     * @param catalog the definitions that names refer to
     * @param registry functions and operators
     * @param parameters the parameters' types, completed by what the statement says of them
     * @param format the settings by which literals of dates and times are read
     * @throws SqlException for anything that is wrong with it
     */
    public static BoundStatement bind(
            Statement statement,
            CatalogView catalog,
            FunctionRegistry registry,
            ParameterTypes parameters,
            SessionFormat format) {
        return new Binder(new BindContext(catalog, registry, parameters, format)).bind(statement);
    }

    /**
     * Binds the arguments of EXECUTE.
     *
     * @param types of the prepared statement's parameters
     * @return one expression over no columns for each parameter, of its type
     * @throws SqlException 42601 for a wrong number, 42804 for an argument of another type
     */
    public static List<BoundExpression> bindArguments(
            Statement.Execute execute,
            List<SqlType> types,
            CatalogView catalog,
            FunctionRegistry registry,
            SessionFormat format) {
        return new Binder(new BindContext(catalog, registry, ParameterTypes.none(), format))
                .arguments(execute, types);
    }

    private BoundStatement bind(Statement statement) {
        try {
            return dispatch(statement);
        } catch (NotJoinable e) {
            throw e.refusal();
        }
    }

    private BoundStatement dispatch(Statement statement) {
        return switch (statement) {
            case Query query -> query(query);
            case Statement.Insert insert -> new DataChangeBinder(context).insert(insert);
            case Statement.Update update -> new DataChangeBinder(context).update(update);
            case Statement.Delete delete -> new DataChangeBinder(context).delete(delete);
            case Statement.Copy copy -> new CopyBinder(context, this).bind(copy);
            case Statement.Explain explain ->
                    new UtilityBinder(context).explain(explain, bind(explain.statement()));
            case Statement.Prepare prepare -> prepare(prepare);
            case Statement.Execute execute -> throw SqlException.notSupported("EXPLAIN EXECUTE");
            case Statement.Deallocate deallocate ->
                    new BoundStatement.Deallocate(deallocate.name());
            case Statement.Unsupported unsupported ->
                    throw SqlException.notSupported(unsupported.what());
            case SchemaStatement schema -> new TableBinder(context).bind(schema);
            case TransactionStatement transaction -> transaction(transaction);
            case SessionStatement session -> session(session);
            case MaintenanceStatement maintenance ->
                    new UtilityBinder(context).maintenance(maintenance);
        };
    }

    BoundStatement.BoundQuery query(Query query) {
        QueryBinder.Bound bound = new QueryBinder(context, null, null).bind(query);
        return new BoundStatement.BoundQuery(bound.plan(), bound.columns(), context.initPlans());
    }

    private BoundStatement prepare(Statement.Prepare prepare) {
        List<Integer> oids = new ArrayList<>();
        prepare.types()
                .forEach(name -> {
                    SqlType type = TypeBinder.bind(name);
                    oids.add(type.isUnknown() ? 0 : type.kind().oid());
                });
        return new BoundStatement.Prepare(prepare.name(), oids, prepare.statement());
    }

    private List<BoundExpression> arguments(Statement.Execute execute, List<SqlType> types) {
        List<Expression> given = execute.arguments();
        if (given.size() != types.size()) {
            throw SqlException.of(
                            SqlState.SYNTAX_ERROR,
                            "wrong number of parameters for prepared statement \""
                                    + execute.name()
                                    + "\"")
                    .withDetail(
                            "Expected "
                                    + types.size()
                                    + " parameters but got "
                                    + given.size()
                                    + ".");
        }
        ExpressionBinder expressions =
                new ExpressionBinder(
                        context, Scope.empty(null), null, "EXECUTE parameters", null, null);
        List<BoundExpression> arguments = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            BoundExpression bound = expressions.bind(given.get(i));
            if (!context.initPlans().isEmpty()) {
                throw BindContext.error(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "cannot use subquery in EXECUTE parameter",
                        given.get(i).position());
            }
            arguments.add(argument(bound, types.get(i), i + 1, given.get(i).position()));
        }
        return arguments;
    }

    private BoundExpression argument(
            BoundExpression bound, SqlType type, int number, int position) {
        if (!context.registry().canCoerce(bound.type(), type, CastContext.ASSIGNMENT)) {
            throw BindContext.error(
                            SqlState.DATATYPE_MISMATCH,
                            "parameter $"
                                    + number
                                    + " of type "
                                    + bound.type().kind().sqlName()
                                    + " cannot be coerced to the expected type "
                                    + type.kind().sqlName(),
                            position)
                    .withHint("You will need to rewrite or cast the expression.");
        }
        return BindContext.at(
                context.positionOf(bound, position),
                () -> context.factory().cast(bound, type, CastContext.ASSIGNMENT));
    }

    private static BoundStatement transaction(TransactionStatement statement) {
        return switch (statement) {
            case TransactionStatement.Begin begin ->
                    new BoundStatement.Begin(begin.start(), begin.modes());
            case TransactionStatement.Commit commit -> new BoundStatement.Commit(commit.chain());
            case TransactionStatement.Rollback rollback ->
                    new BoundStatement.Rollback(rollback.chain());
            case TransactionStatement.SetTransaction set ->
                    new BoundStatement.SetTransaction(set.session(), set.modes());
            case TransactionStatement.Savepoint savepoint ->
                    throw SqlException.notSupported("SAVEPOINT");
            case TransactionStatement.ReleaseSavepoint release ->
                    throw SqlException.notSupported("RELEASE SAVEPOINT");
            case TransactionStatement.RollbackToSavepoint rollback ->
                    throw SqlException.notSupported("ROLLBACK TO SAVEPOINT");
        };
    }

    private static BoundStatement session(SessionStatement statement) {
        return switch (statement) {
            case SessionStatement.SetVariable set ->
                    new BoundStatement.SetVariable(set.local(), set.name(), set.values());
            case SessionStatement.ResetVariable reset ->
                    new BoundStatement.ResetVariable(reset.name());
            case SessionStatement.ShowVariable show -> new BoundStatement.ShowVariable(show.name());
            case SessionStatement.Discard discard -> new BoundStatement.Discard(discard.target());
        };
    }
}
