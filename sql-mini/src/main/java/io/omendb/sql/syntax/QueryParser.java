package io.omendb.sql.syntax;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.Expression.Literal;
import io.omendb.sql.syntax.Expression.LiteralKind;
import io.omendb.sql.syntax.Query.CommonTableExpression;
import io.omendb.sql.syntax.Query.DistinctClause;
import io.omendb.sql.syntax.Query.GroupBy;
import io.omendb.sql.syntax.Query.GroupExpression;
import io.omendb.sql.syntax.Query.GroupItem;
import io.omendb.sql.syntax.Query.GroupingSet;
import io.omendb.sql.syntax.Query.LimitClause;
import io.omendb.sql.syntax.Query.LockStrength;
import io.omendb.sql.syntax.Query.LockWait;
import io.omendb.sql.syntax.Query.LockingClause;
import io.omendb.sql.syntax.Query.NamedWindow;
import io.omendb.sql.syntax.Query.NestedQuery;
import io.omendb.sql.syntax.Query.QueryBody;
import io.omendb.sql.syntax.Query.Select;
import io.omendb.sql.syntax.Query.SelectItem;
import io.omendb.sql.syntax.Query.SetOperation;
import io.omendb.sql.syntax.Query.SetOperator;
import io.omendb.sql.syntax.Query.TableCommand;
import io.omendb.sql.syntax.Query.ValuesList;
import io.omendb.sql.syntax.Query.WithClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Queries: SELECT, VALUES, TABLE, set operations, and the clauses around them. */
final class QueryParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final FromParser from;
    private final CallParser windows;
    private final DataChangeParser changes;

    QueryParser(TokenStream tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens, this);
        this.from = new FromParser(tokens, expressions, this);
        this.windows = new CallParser(tokens, expressions, expressions.types());
        this.changes = new DataChangeParser(tokens, this);
    }

    ExpressionParser expressions() {
        return expressions;
    }

    FromParser from() {
        return from;
    }

    DataChangeParser changes() {
        return changes;
    }

    /** Parses a query with all its clauses, without parentheses around it or with. */
    Query parse() {
        int position = tokens.position();
        WithClause with = tokens.at("with") ? with() : null;
        return parse(with, position);
    }

    /** Parses a query whose WITH is already parsed. */
    Query parse(@Nullable WithClause with, int position) {
        tokens.enter();
        Query query = clauses(with, body(null, 1), position);
        tokens.leave(1);
        return query;
    }

    /** Goes on with a query of which the first operand, in parentheses, is already parsed. */
    Query continueWith(Query first, int position) {
        return clauses(null, body(unwrap(first, position), 1), position);
    }

    /** Returns whether what follows a query in parentheses makes it part of a larger query. */
    boolean atQueryContinuation() {
        return tokens.at("union")
                || tokens.at("intersect")
                || tokens.at("except")
                || tokens.at("order")
                || tokens.at("limit")
                || tokens.at("offset")
                || tokens.at("fetch")
                || tokens.at("for");
    }

    private static QueryBody unwrap(Query query, int position) {
        boolean plain =
                query.with() == null
                        && query.orderBy().isEmpty()
                        && query.limit() == null
                        && query.locking().isEmpty();
        return plain ? query.body() : new NestedQuery(query, position);
    }

    /** Parses WITH up to the statement that it belongs to. */
    WithClause with() {
        int position = tokens.position();
        tokens.expect("with");
        boolean recursive = tokens.accept("recursive");
        List<CommonTableExpression> tables = new ArrayList<>();
        do {
            tables.add(commonTable());
        } while (tokens.acceptSymbol(","));
        return new WithClause(recursive, tables, position);
    }

    private CommonTableExpression commonTable() {
        int position = tokens.position();
        String name = tokens.columnId();
        List<String> columns = tokens.atSymbol("(") ? tokens.columnIds() : List.of();
        tokens.expect("as");
        Boolean materialized = null;
        if (tokens.accept("not", "materialized")) {
            materialized = false;
        } else if (tokens.accept("materialized")) {
            materialized = true;
        }
        tokens.enter();
        tokens.expectSymbol("(");
        Statement statement = changes.preparable();
        tokens.expectSymbol(")");
        tokens.leave(1);
        if (tokens.at("search") || tokens.at("cycle")) {
            throw tokens.notSupported(
                    tokens.peek().text().toUpperCase(Locale.ROOT), tokens.position());
        }
        return new CommonTableExpression(name, columns, materialized, statement, position);
    }

    private Query clauses(@Nullable WithClause with, QueryBody body, int position) {
        List<SortItem> orderBy = List.of();
        if (tokens.accept("order")) {
            tokens.expect("by");
            orderBy = expressions.sortItems();
        }
        LimitClause limit = null;
        List<LockingClause> locking = new ArrayList<>();
        while (true) {
            if (tokens.at("limit") || tokens.at("offset") || tokens.at("fetch")) {
                if (limit != null) {
                    throw tokens.syntaxError();
                }
                limit = limit();
            } else if (tokens.at("for")) {
                if (tokens.accept("for", "read")) {
                    tokens.expect("only");
                } else {
                    locking.add(locking());
                }
            } else {
                break;
            }
        }
        if (with == null
                && orderBy.isEmpty()
                && limit == null
                && locking.isEmpty()
                && body instanceof NestedQuery nested) {
            return nested.query();
        }
        return new Query(with, body, orderBy, limit, locking, position);
    }

    private LimitClause limit() {
        int position = tokens.position();
        Expression limit = null;
        Expression offset = null;
        boolean withTies = false;
        boolean limitSeen = false;
        boolean offsetSeen = false;
        while (true) {
            if (!limitSeen && tokens.accept("limit")) {
                limitSeen = true;
                limit = tokens.accept("all") ? null : expressions.parse();
                if (tokens.atSymbol(",")) {
                    throw SqlException.of(
                                    SqlState.SYNTAX_ERROR, "LIMIT #,# syntax is not supported")
                            .withHint("Use separate LIMIT and OFFSET clauses.")
                            .withPosition(position);
                }
            } else if (!limitSeen && tokens.accept("fetch")) {
                limitSeen = true;
                if (!tokens.accept("first")) {
                    tokens.expect("next");
                }
                limit = fetchCount();
                rowWord();
                if (tokens.accept("with")) {
                    tokens.expect("ties");
                    withTies = true;
                } else {
                    tokens.expect("only");
                }
            } else if (!offsetSeen && tokens.accept("offset")) {
                offsetSeen = true;
                offset = expressions.parse();
                if (tokens.at("row") || tokens.at("rows")) {
                    tokens.take();
                }
            } else {
                return new LimitClause(limit, offset, withTies, position);
            }
        }
    }

    private Expression fetchCount() {
        int position = tokens.position();
        if (tokens.at("row") || tokens.at("rows")) {
            return new Literal(LiteralKind.INTEGER, "1", position);
        }
        if (tokens.atSymbol("+") || tokens.atSymbol("-")) {
            String sign = tokens.take().text();
            Token number = tokens.peek();
            if (number.kind() != Token.Kind.INTEGER && number.kind() != Token.Kind.NUMERIC) {
                throw tokens.syntaxError();
            }
            tokens.take();
            LiteralKind kind =
                    number.kind() == Token.Kind.INTEGER ? LiteralKind.INTEGER : LiteralKind.NUMERIC;
            return new Literal(
                    kind, sign.equals("-") ? "-" + number.text() : number.text(), position);
        }
        return expressions.primary();
    }

    private void rowWord() {
        if (!tokens.accept("row")) {
            tokens.expect("rows");
        }
    }

    private LockingClause locking() {
        int position = tokens.position();
        tokens.expect("for");
        LockStrength strength;
        if (tokens.accept("update")) {
            strength = LockStrength.UPDATE;
        } else if (tokens.accept("share")) {
            strength = LockStrength.SHARE;
        } else if (tokens.accept("no")) {
            tokens.expect("key");
            tokens.expect("update");
            strength = LockStrength.NO_KEY_UPDATE;
        } else {
            tokens.expect("key");
            tokens.expect("share");
            strength = LockStrength.KEY_SHARE;
        }
        List<String> tables = new ArrayList<>();
        if (tokens.accept("of")) {
            do {
                tables.add(tokens.qualifiedName().name());
            } while (tokens.acceptSymbol(","));
        }
        LockWait wait = LockWait.BLOCK;
        if (tokens.accept("nowait")) {
            wait = LockWait.NOWAIT;
        } else if (tokens.accept("skip", "locked")) {
            wait = LockWait.SKIP_LOCKED;
        }
        return new LockingClause(strength, tables, wait, position);
    }

    /**
     * Parses set operations: INTERSECT binds tighter than UNION and EXCEPT, all group to the left.
     */
    private QueryBody body(@Nullable QueryBody first, int powerMin) {
        QueryBody left = first != null ? first : operand();
        int levels = 0;
        while (true) {
            SetOperator operator = setOperator();
            int power = operator == SetOperator.INTERSECT ? 2 : 1;
            if (operator == null || power < powerMin) {
                break;
            }
            tokens.enter();
            levels++;
            int position = tokens.take().position();
            boolean all = tokens.accept("all");
            if (!all) {
                tokens.accept("distinct");
            }
            left = new SetOperation(operator, all, left, body(null, power + 1), position);
        }
        tokens.leave(levels);
        return left;
    }

    private @Nullable SetOperator setOperator() {
        if (tokens.at("union")) {
            return SetOperator.UNION;
        }
        if (tokens.at("intersect")) {
            return SetOperator.INTERSECT;
        }
        return tokens.at("except") ? SetOperator.EXCEPT : null;
    }

    private QueryBody operand() {
        int position = tokens.position();
        if (tokens.atSymbol("(")) {
            tokens.enter();
            tokens.take();
            Query query = parse();
            tokens.expectSymbol(")");
            tokens.leave(1);
            return unwrap(query, position);
        }
        if (tokens.accept("values")) {
            return values(position);
        }
        if (tokens.accept("table")) {
            return new TableCommand(from.relation(), position);
        }
        if (tokens.accept("select")) {
            return select(position);
        }
        throw tokens.syntaxError();
    }

    private ValuesList values(int position) {
        List<List<Expression>> rows = new ArrayList<>();
        do {
            tokens.expectSymbol("(");
            rows.add(expressions.list());
            tokens.expectSymbol(")");
        } while (tokens.acceptSymbol(","));
        return new ValuesList(rows, position);
    }

    private Select select(int position) {
        DistinctClause distinct = null;
        if (tokens.at("distinct")) {
            int at = tokens.take().position();
            List<Expression> on = List.of();
            if (tokens.accept("on")) {
                tokens.expectSymbol("(");
                on = expressions.list();
                tokens.expectSymbol(")");
            }
            distinct = new DistinctClause(on, at);
        } else {
            tokens.accept("all");
        }
        List<SelectItem> items =
                distinct == null && atEndOfSelectList() ? List.of() : selectItems();
        if (tokens.at("into")) {
            throw tokens.notSupported("SELECT INTO", tokens.position());
        }
        List<TableExpression> tables = tokens.accept("from") ? from.list() : List.of();
        Expression where = tokens.accept("where") ? expressions.parse() : null;
        GroupBy groupBy = tokens.at("group") ? groupBy() : null;
        Expression having = tokens.accept("having") ? expressions.parse() : null;
        List<NamedWindow> named = new ArrayList<>();
        if (tokens.accept("window")) {
            do {
                String name = tokens.columnId();
                tokens.expect("as");
                named.add(new NamedWindow(name, windows.window()));
            } while (tokens.acceptSymbol(","));
        }
        return new Select(distinct, items, tables, where, groupBy, having, named, position);
    }

    private boolean atEndOfSelectList() {
        return tokens.atEndOfStatement()
                || tokens.atSymbol(")")
                || tokens.at("from")
                || tokens.at("where")
                || tokens.at("group")
                || tokens.at("having")
                || tokens.at("window")
                || tokens.at("into")
                || atQueryContinuation();
    }

    /** Parses a select list or what RETURNING gives back. */
    List<SelectItem> selectItems() {
        List<SelectItem> items = new ArrayList<>();
        do {
            int position = tokens.position();
            if (tokens.acceptSymbol("*")) {
                items.add(new SelectItem(new Expression.Star(List.of(), position), null, position));
                continue;
            }
            Expression expression = expressions.parse();
            String name = tokens.accept("as") ? tokens.label() : tokens.bareLabel();
            items.add(new SelectItem(expression, name, position));
        } while (tokens.acceptSymbol(","));
        return items;
    }

    private GroupBy groupBy() {
        int position = tokens.position();
        tokens.expect("group");
        tokens.expect("by");
        boolean distinct = tokens.accept("distinct");
        if (!distinct) {
            tokens.accept("all");
        }
        return new GroupBy(distinct, groupItems(), position);
    }

    private List<GroupItem> groupItems() {
        tokens.enter();
        List<GroupItem> items = new ArrayList<>();
        do {
            items.add(groupItem());
        } while (tokens.acceptSymbol(","));
        tokens.leave(1);
        return items;
    }

    private GroupItem groupItem() {
        int position = tokens.position();
        if (tokens.atSymbol("(") && tokens.peek(1).isSymbol(")")) {
            tokens.take();
            tokens.take();
            return new GroupingSet("()", List.of(), position);
        }
        boolean rollup = tokens.at("rollup") || tokens.at("cube");
        if (rollup && tokens.peek(1).isSymbol("(")) {
            String kind = tokens.take().text().toUpperCase(Locale.ROOT);
            return new GroupingSet(kind, groupItemsInParentheses(), position);
        }
        if (tokens.accept("grouping", "sets")) {
            return new GroupingSet("GROUPING SETS", groupItemsInParentheses(), position);
        }
        return new GroupExpression(expressions.parse());
    }

    private List<GroupItem> groupItemsInParentheses() {
        tokens.expectSymbol("(");
        List<GroupItem> items = groupItems();
        tokens.expectSymbol(")");
        return items;
    }
}
