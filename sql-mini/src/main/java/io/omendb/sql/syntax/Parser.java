package io.omendb.sql.syntax;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.syntax.DefinitionOption.ValueKind;
import io.omendb.sql.syntax.MaintenanceStatement.Analyze;
import io.omendb.sql.syntax.MaintenanceStatement.Checkpoint;
import io.omendb.sql.syntax.MaintenanceStatement.MaintenanceTarget;
import io.omendb.sql.syntax.MaintenanceStatement.Vacuum;
import io.omendb.sql.syntax.SchemaStatement.AlterTableAddConstraint;
import io.omendb.sql.syntax.SchemaStatement.DropTable;
import io.omendb.sql.syntax.SchemaStatement.Persistence;
import io.omendb.sql.syntax.SchemaStatement.Truncate;
import io.omendb.sql.syntax.Statement.Deallocate;
import io.omendb.sql.syntax.Statement.Execute;
import io.omendb.sql.syntax.Statement.Explain;
import io.omendb.sql.syntax.Statement.Prepare;
import java.util.ArrayList;
import java.util.List;

/**
 * The parser of statements: recursive descent by the leading keywords, after PostgreSQL's grammar.
 *
 * <p>A statement that PostgreSQL has and this system does not becomes {@link
 * Statement.Unsupported}, so that the statements before it in the same text still run; what no
 * grammar knows is 42601 with PostgreSQL's message and position.
 */
public final class Parser {
    private final TokenStream tokens;
    private final QueryParser queries;
    private final OptionParser options;
    private final SessionParser sessions;
    private final TableDefinitionParser definitions;

    private Parser(String sql) {
        this.tokens = new TokenStream(sql);
        this.queries = new QueryParser(tokens);
        this.options = new OptionParser(tokens);
        this.sessions = new SessionParser(tokens, options);
        this.definitions = new TableDefinitionParser(tokens, queries, options);
    }

    /**
     * Parses all statements of a text; empty ones between semicolons are left out.
     *
     * @throws SqlException 42601 for a syntax error, 54001 when the text nests too deep, 0A000 for
     *     a clause that is known but cannot be represented
     */
    public static List<Statement> parse(String sql) {
        Parser parser = new Parser(sql);
        List<Statement> statements = new ArrayList<>();
        while (true) {
            while (parser.tokens.acceptSymbol(";")) {
                // An empty statement.
            }
            if (parser.tokens.atKind(Token.Kind.END)) {
                return statements;
            }
            statements.add(parser.statement());
            if (!parser.tokens.atEndOfStatement()) {
                throw parser.tokens.syntaxError();
            }
        }
    }

    /**
     * Parses one expression that is the whole text, such as the stored default of a column.
     *
     * @throws SqlException as {@link #parse}
     */
    public static Expression parseExpression(String sql) {
        Parser parser = new Parser(sql);
        Expression expression = parser.queries.expressions().parse();
        if (!parser.tokens.atKind(Token.Kind.END)) {
            throw parser.tokens.syntaxError();
        }
        return expression;
    }

    private Statement statement() {
        Token token = tokens.peek();
        if (queries.changes().atPreparable() && !token.isKeyword("merge")) {
            return queries.changes().preparable();
        }
        if (token.category() == null) {
            throw tokens.syntaxError();
        }
        return switch (token.text()) {
            case "begin", "start" -> sessions.begin();
            case "commit", "end" -> sessions.commit();
            case "rollback", "abort" -> sessions.rollback();
            case "savepoint" -> sessions.savepoint();
            case "release" -> sessions.release();
            case "set" -> sessions.set();
            case "reset" -> sessions.reset();
            case "show" -> sessions.show();
            case "discard" -> sessions.discard();
            case "create" -> create();
            case "alter" -> alter();
            case "drop" -> drop();
            case "truncate" -> truncate();
            case "copy" -> new CopyParser(tokens, queries, options).parse();
            case "explain" -> explain();
            case "vacuum" -> vacuum();
            case "analyze", "analyse" -> analyze();
            case "checkpoint" -> new Checkpoint(tokens.take().position());
            case "prepare" -> prepare();
            case "execute" -> execute();
            case "deallocate" -> deallocate();
            default -> new UnsupportedParser(tokens).parse();
        };
    }

    private Statement create() {
        int position = tokens.position();
        Token second = tokens.peek(1);
        if (second.isKeyword("table")) {
            tokens.take();
            return definitions.createTable(Persistence.PERMANENT, position);
        }
        if (second.isKeyword("unlogged") && tokens.peek(2).isKeyword("table")) {
            tokens.take();
            tokens.take();
            return definitions.createTable(Persistence.UNLOGGED, position);
        }
        int distance = second.isKeyword("global") || second.isKeyword("local") ? 2 : 1;
        Token third = tokens.peek(distance);
        boolean temporary = third.isKeyword("temp") || third.isKeyword("temporary");
        if (temporary && tokens.peek(distance + 1).isKeyword("table")) {
            for (int i = 0; i <= distance; i++) {
                tokens.take();
            }
            return definitions.createTable(Persistence.TEMPORARY, position);
        }
        return new UnsupportedParser(tokens).parse();
    }

    private Statement alter() {
        int position = tokens.position();
        if (!tokens.peek(1).isKeyword("table")) {
            return new UnsupportedParser(tokens).parse();
        }
        tokens.take();
        tokens.take();
        boolean ifExists = tokens.accept("if", "exists");
        TableExpression.NamedTable table = queries.from().relation();
        boolean constraint =
                tokens.at("add")
                        && (tokens.peek(1).isKeyword("constraint")
                                || tokens.peek(1).isKeyword("primary")
                                || tokens.peek(1).isKeyword("unique")
                                || tokens.peek(1).isKeyword("check")
                                || tokens.peek(1).isKeyword("foreign"));
        if (!constraint) {
            return new UnsupportedParser(tokens).alterTable(position);
        }
        tokens.take();
        SchemaStatement.TableConstraint added = definitions.tableConstraint();
        if (tokens.atSymbol(",")) {
            throw tokens.notSupported("ALTER TABLE with several actions", tokens.position());
        }
        return new AlterTableAddConstraint(table.name(), ifExists, table.only(), added, position);
    }

    private Statement drop() {
        int position = tokens.position();
        if (!tokens.peek(1).isKeyword("table")) {
            return new UnsupportedParser(tokens).parse();
        }
        tokens.take();
        tokens.take();
        boolean ifExists = false;
        if (tokens.accept("if")) {
            tokens.expect("exists");
            ifExists = true;
        }
        List<QualifiedName> names = names();
        boolean cascade = tokens.accept("cascade");
        if (!cascade) {
            tokens.accept("restrict");
        }
        return new DropTable(names, ifExists, cascade, position);
    }

    private List<QualifiedName> names() {
        List<QualifiedName> names = new ArrayList<>();
        do {
            names.add(tokens.qualifiedName());
        } while (tokens.acceptSymbol(","));
        return names;
    }

    private Statement truncate() {
        int position = tokens.take().position();
        tokens.accept("table");
        List<QualifiedName> names = new ArrayList<>();
        do {
            names.add(queries.from().relation().name());
        } while (tokens.acceptSymbol(","));
        boolean restart = tokens.accept("restart", "identity");
        if (!restart) {
            tokens.accept("continue", "identity");
        }
        boolean cascade = tokens.accept("cascade");
        if (!cascade) {
            tokens.accept("restrict");
        }
        return new Truncate(names, restart, cascade, position);
    }

    private Statement explain() {
        int position = tokens.take().position();
        List<DefinitionOption> list = new ArrayList<>();
        if (tokens.atSymbol("(") && !tokens.leadsToQuery()) {
            list.addAll(options.utilities());
        } else {
            if (tokens.at("analyze") || tokens.at("analyse")) {
                list.add(DefinitionOption.flag("analyze", tokens.take().position()));
            }
            if (tokens.at("verbose")) {
                list.add(DefinitionOption.flag("verbose", tokens.take().position()));
            }
        }
        Statement explained;
        if (queries.changes().atPreparable()) {
            explained = queries.changes().preparable();
        } else if (tokens.at("execute")) {
            explained = execute();
        } else if (tokens.at("create") || tokens.at("declare") || tokens.at("refresh")) {
            explained = statement();
        } else {
            throw tokens.syntaxError();
        }
        return new Explain(list, explained, position);
    }

    private Statement vacuum() {
        int position = tokens.take().position();
        List<DefinitionOption> list = new ArrayList<>();
        if (tokens.atSymbol("(")) {
            list.addAll(options.utilities());
        } else {
            for (String word : List.of("full", "freeze", "verbose")) {
                if (tokens.at(word)) {
                    list.add(DefinitionOption.flag(word, tokens.take().position()));
                }
            }
            if (tokens.at("analyze") || tokens.at("analyse")) {
                list.add(DefinitionOption.flag("analyze", tokens.take().position()));
            }
        }
        return new Vacuum(list, targets(), position);
    }

    private Statement analyze() {
        int position = tokens.take().position();
        List<DefinitionOption> list = new ArrayList<>();
        if (tokens.atSymbol("(")) {
            list.addAll(options.utilities());
        } else if (tokens.at("verbose")) {
            list.add(
                    DefinitionOption.of(
                            "verbose", ValueKind.WORD, "true", tokens.take().position()));
        }
        return new Analyze(list, targets(), position);
    }

    private List<MaintenanceTarget> targets() {
        List<MaintenanceTarget> targets = new ArrayList<>();
        if (tokens.atEndOfStatement()) {
            return targets;
        }
        do {
            QualifiedName name = queries.from().relation().name();
            targets.add(
                    new MaintenanceTarget(
                            name, tokens.atSymbol("(") ? tokens.columnIds() : List.of()));
        } while (tokens.acceptSymbol(","));
        return targets;
    }

    private Statement prepare() {
        int position = tokens.position();
        if (tokens.peek(1).isKeyword("transaction")) {
            return new UnsupportedParser(tokens).parse();
        }
        tokens.take();
        String name = tokens.columnId();
        List<TypeName> types = new ArrayList<>();
        if (tokens.acceptSymbol("(")) {
            do {
                types.add(queries.expressions().types().parse());
            } while (tokens.acceptSymbol(","));
            tokens.expectSymbol(")");
        }
        tokens.expect("as");
        if (!queries.changes().atPreparable()) {
            throw tokens.syntaxError();
        }
        return new Prepare(name, types, queries.changes().preparable(), position);
    }

    private Statement execute() {
        int position = tokens.take().position();
        String name = tokens.columnId();
        List<Expression> arguments = List.of();
        if (tokens.acceptSymbol("(")) {
            arguments = queries.expressions().list();
            tokens.expectSymbol(")");
        }
        return new Execute(name, arguments, position);
    }

    private Statement deallocate() {
        int position = tokens.take().position();
        tokens.accept("prepare");
        return new Deallocate(tokens.accept("all") ? null : tokens.columnId(), position);
    }
}
