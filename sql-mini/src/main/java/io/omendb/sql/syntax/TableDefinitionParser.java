package io.omendb.sql.syntax;

import io.omendb.sql.syntax.SchemaStatement.CheckColumnConstraint;
import io.omendb.sql.syntax.SchemaStatement.CheckTableConstraint;
import io.omendb.sql.syntax.SchemaStatement.ColumnConstraint;
import io.omendb.sql.syntax.SchemaStatement.ColumnElement;
import io.omendb.sql.syntax.SchemaStatement.CreateTable;
import io.omendb.sql.syntax.SchemaStatement.DefaultConstraint;
import io.omendb.sql.syntax.SchemaStatement.ForeignKeyConstraint;
import io.omendb.sql.syntax.SchemaStatement.GeneratedConstraint;
import io.omendb.sql.syntax.SchemaStatement.IdentityConstraint;
import io.omendb.sql.syntax.SchemaStatement.IdentityKind;
import io.omendb.sql.syntax.SchemaStatement.NotNullConstraint;
import io.omendb.sql.syntax.SchemaStatement.NullConstraint;
import io.omendb.sql.syntax.SchemaStatement.Persistence;
import io.omendb.sql.syntax.SchemaStatement.ReferencesConstraint;
import io.omendb.sql.syntax.SchemaStatement.SequenceOption;
import io.omendb.sql.syntax.SchemaStatement.SequenceOptionKind;
import io.omendb.sql.syntax.SchemaStatement.TableConstraint;
import io.omendb.sql.syntax.SchemaStatement.UniqueColumnConstraint;
import io.omendb.sql.syntax.SchemaStatement.UniqueTableConstraint;
import io.omendb.sql.syntax.SchemaStatement.UnsupportedClause;
import io.omendb.sql.syntax.Statement.TargetColumn;
import io.omendb.sql.syntax.Statement.Unsupported;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE with its columns and constraints. */
final class TableDefinitionParser {
    private final TokenStream tokens;
    private final QueryParser queries;
    private final OptionParser options;

    TableDefinitionParser(TokenStream tokens, QueryParser queries, OptionParser options) {
        this.tokens = tokens;
        this.queries = queries;
        this.options = options;
    }

    /** Parses from the word TABLE on. */
    Statement createTable(Persistence persistence, int position) {
        tokens.expect("table");
        boolean ifNotExists = false;
        if (tokens.at("if")) {
            tokens.take();
            tokens.expect("not");
            tokens.expect("exists");
            ifNotExists = true;
        }
        QualifiedName name = tokens.qualifiedName();
        if (!tokens.atSymbol("(") || isCreateAs()) {
            return otherForm(position);
        }
        List<ColumnElement> columns = new ArrayList<>();
        List<TableConstraint> constraints = new ArrayList<>();
        List<UnsupportedClause> unsupported = new ArrayList<>();
        tokens.expectSymbol("(");
        if (!tokens.atSymbol(")")) {
            do {
                element(columns, constraints, unsupported);
            } while (tokens.acceptSymbol(","));
        }
        tokens.expectSymbol(")");
        List<DefinitionOption> storage = tableOptions(unsupported);
        return new CreateTable(
                name,
                ifNotExists,
                persistence,
                columns,
                constraints,
                storage,
                unsupported,
                position);
    }

    /** CREATE TABLE name (a, b) AS: a column without a type shows it. */
    private boolean isCreateAs() {
        return tokens.isColumnId(tokens.peek(1))
                && (tokens.peek(2).isSymbol(",") || tokens.peek(2).isSymbol(")"));
    }

    private Statement otherForm(int position) {
        if (tokens.atSymbol("(")) {
            tokens.columnIds();
        }
        String what;
        if (tokens.at("partition", "of")) {
            what = "CREATE TABLE PARTITION OF";
        } else if (tokens.at("of")) {
            what = "CREATE TABLE OF";
        } else if (tokens.at("as")
                || tokens.at("with")
                || tokens.at("using")
                || tokens.at("tablespace")
                || tokens.at("on")) {
            what = "CREATE TABLE AS";
        } else {
            throw tokens.syntaxError();
        }
        tokens.skipToEndOfStatement();
        return new Unsupported(what, position);
    }

    private void element(
            List<ColumnElement> columns,
            List<TableConstraint> constraints,
            List<UnsupportedClause> unsupported) {
        int position = tokens.position();
        if (tokens.accept("like")) {
            tokens.qualifiedName();
            while (tokens.at("including") || tokens.at("excluding")) {
                tokens.take();
                tokens.label();
            }
            unsupported.add(new UnsupportedClause("LIKE in CREATE TABLE", position));
        } else if (atTableConstraint()) {
            constraints.add(tableConstraint());
        } else {
            columns.add(column());
        }
    }

    private boolean atTableConstraint() {
        return tokens.at("constraint")
                || tokens.at("primary")
                || tokens.at("unique")
                || tokens.at("check")
                || tokens.at("foreign")
                || (tokens.at("exclude")
                        && (tokens.peek(1).isKeyword("using") || tokens.peek(1).isSymbol("(")));
    }

    private ColumnElement column() {
        int position = tokens.position();
        String name = tokens.columnId();
        TypeName type = queries.expressions().types().parse();
        List<String> collation = null;
        List<ColumnConstraint> constraints = new ArrayList<>();
        while (true) {
            if (tokens.at("collate")) {
                tokens.take();
                collation = new ArrayList<>();
                collation.add(tokens.columnId());
                while (tokens.acceptSymbol(".")) {
                    collation.add(tokens.label());
                }
                continue;
            }
            if (tokens.accept("storage") || tokens.accept("compression")) {
                tokens.label();
                continue;
            }
            ColumnConstraint constraint = columnConstraint();
            if (constraint == null) {
                break;
            }
            constraints.add(constraint);
        }
        return new ColumnElement(name, type, collation, constraints, position);
    }

    private @Nullable ColumnConstraint columnConstraint() {
        int position = tokens.position();
        String name = tokens.accept("constraint") ? tokens.columnId() : null;
        if (tokens.accept("not", "null")) {
            return new NotNullConstraint(name, position);
        }
        if (tokens.accept("null")) {
            return new NullConstraint(name, position);
        }
        if (tokens.accept("default")) {
            Token first = tokens.peek();
            Expression expression = queries.expressions().restricted();
            return new DefaultConstraint(name, expression, tokens.textSince(first), position);
        }
        if (tokens.accept("generated")) {
            return generated(name, position);
        }
        if (tokens.accept("primary")) {
            tokens.expect("key");
            return new UniqueColumnConstraint(name, true, indexOptions(), position);
        }
        if (tokens.accept("unique")) {
            nullsNotDistinct();
            return new UniqueColumnConstraint(name, false, indexOptions(), position);
        }
        if (tokens.accept("check")) {
            Expression expression = check();
            return new CheckColumnConstraint(name, expression, position);
        }
        if (tokens.accept("references")) {
            QualifiedName table = tokens.qualifiedName();
            List<String> columns = tokens.atSymbol("(") ? tokens.columnIds() : List.of();
            referenceActions();
            attributes();
            return new ReferencesConstraint(name, table, columns, position);
        }
        if (name != null) {
            throw tokens.syntaxError();
        }
        return null;
    }

    private ColumnConstraint generated(@Nullable String name, int position) {
        boolean always = tokens.accept("always");
        if (!always) {
            tokens.expect("by");
            tokens.expect("default");
        }
        tokens.expect("as");
        if (!always || tokens.at("identity")) {
            tokens.expect("identity");
            List<SequenceOption> list = tokens.acceptSymbol("(") ? sequenceOptions() : List.of();
            IdentityKind kind = always ? IdentityKind.ALWAYS : IdentityKind.BY_DEFAULT;
            return new IdentityConstraint(name, kind, list, position);
        }
        tokens.expectSymbol("(");
        Expression expression = queries.expressions().parse();
        tokens.expectSymbol(")");
        if (!tokens.accept("stored")) {
            tokens.accept("virtual");
        }
        return new GeneratedConstraint(name, expression, position);
    }

    private List<SequenceOption> sequenceOptions() {
        List<SequenceOption> list = new ArrayList<>();
        while (!tokens.acceptSymbol(")")) {
            int position = tokens.position();
            Token word = tokens.take();
            switch (word.category() == null ? "" : word.text()) {
                case "increment" -> {
                    tokens.accept("by");
                    list.add(new SequenceOption(SequenceOptionKind.INCREMENT, number(), position));
                }
                case "start" -> {
                    tokens.accept("with");
                    list.add(new SequenceOption(SequenceOptionKind.START, number(), position));
                }
                case "restart" -> {
                    boolean value = tokens.accept("with") || !tokens.isLabel(tokens.peek());
                    list.add(
                            new SequenceOption(
                                    SequenceOptionKind.RESTART,
                                    value && !tokens.atSymbol(")") ? number() : null,
                                    position));
                }
                case "minvalue" ->
                        list.add(
                                new SequenceOption(
                                        SequenceOptionKind.MINVALUE, number(), position));
                case "maxvalue" ->
                        list.add(
                                new SequenceOption(
                                        SequenceOptionKind.MAXVALUE, number(), position));
                case "cache" ->
                        list.add(new SequenceOption(SequenceOptionKind.CACHE, number(), position));
                case "cycle" ->
                        list.add(new SequenceOption(SequenceOptionKind.CYCLE, null, position));
                case "no" -> list.add(new SequenceOption(negatedSequenceOption(), null, position));
                default -> throw tokens.syntaxError(word);
            }
        }
        return list;
    }

    private SequenceOptionKind negatedSequenceOption() {
        if (tokens.accept("minvalue")) {
            return SequenceOptionKind.NO_MINVALUE;
        }
        if (tokens.accept("maxvalue")) {
            return SequenceOptionKind.NO_MAXVALUE;
        }
        tokens.expect("cycle");
        return SequenceOptionKind.NO_CYCLE;
    }

    private String number() {
        boolean negative = tokens.acceptSymbol("-");
        if (!negative) {
            tokens.acceptSymbol("+");
        }
        if (!tokens.atKind(Token.Kind.INTEGER)) {
            throw tokens.syntaxError();
        }
        String digits = tokens.take().text();
        return negative ? "-" + digits : digits;
    }

    /** Parses a constraint of a table, as CREATE TABLE and ALTER TABLE ADD have it. */
    TableConstraint tableConstraint() {
        int position = tokens.position();
        String name = tokens.accept("constraint") ? tokens.columnId() : null;
        if (tokens.accept("check")) {
            return new CheckTableConstraint(name, check(), position);
        }
        if (tokens.accept("foreign")) {
            tokens.expect("key");
            List<TargetColumn> columns = queries.changes().columns();
            tokens.expect("references");
            QualifiedName table = tokens.qualifiedName();
            List<String> referenced = tokens.atSymbol("(") ? tokens.columnIds() : List.of();
            referenceActions();
            attributes();
            return new ForeignKeyConstraint(name, columns, table, referenced, position);
        }
        if (tokens.at("exclude")) {
            throw tokens.notSupported("EXCLUDE constraint", tokens.position());
        }
        boolean primary = tokens.accept("primary");
        if (primary) {
            tokens.expect("key");
        } else {
            tokens.expect("unique");
            nullsNotDistinct();
        }
        if (tokens.at("using", "index")) {
            throw tokens.notSupported("a constraint USING INDEX", tokens.position());
        }
        List<TargetColumn> columns = queries.changes().columns();
        return new UniqueTableConstraint(name, primary, columns, indexOptions(), position);
    }

    private void nullsNotDistinct() {
        int position = tokens.position();
        if (tokens.accept("nulls")) {
            boolean not = tokens.accept("not");
            tokens.expect("distinct");
            if (not) {
                throw tokens.notSupported("UNIQUE NULLS NOT DISTINCT", position);
            }
        }
    }

    private List<DefinitionOption> indexOptions() {
        if (tokens.at("include")) {
            throw tokens.notSupported("INCLUDE of an index", tokens.position());
        }
        List<DefinitionOption> list =
                tokens.at("with") && tokens.peek(1).isSymbol("(") ? withOptions() : List.of();
        if (tokens.at("using", "index")) {
            throw tokens.notSupported("TABLESPACE", tokens.position());
        }
        attributes();
        return list;
    }

    private List<DefinitionOption> withOptions() {
        tokens.expect("with");
        return options.definitions();
    }

    private Expression check() {
        tokens.expectSymbol("(");
        Expression expression = queries.expressions().parse();
        tokens.expectSymbol(")");
        if (tokens.at("no", "inherit")) {
            tokens.take();
            tokens.take();
        }
        attributes();
        return expression;
    }

    private void attributes() {
        int position = tokens.position();
        if (tokens.accept("deferrable") || tokens.accept("initially", "deferred")) {
            throw tokens.notSupported("a deferrable constraint", position);
        }
        tokens.accept("not", "deferrable");
        tokens.accept("initially", "immediate");
        if (tokens.at("not", "valid")) {
            throw tokens.notSupported("NOT VALID", tokens.position());
        }
    }

    private void referenceActions() {
        if (tokens.accept("match")) {
            tokens.label();
        }
        while (tokens.accept("on")) {
            if (!tokens.accept("delete")) {
                tokens.expect("update");
            }
            if (tokens.accept("no")) {
                tokens.expect("action");
            } else if (tokens.accept("set")) {
                if (!tokens.accept("null")) {
                    tokens.expect("default");
                }
                if (tokens.atSymbol("(")) {
                    tokens.columnIds();
                }
            } else if (!tokens.accept("restrict")) {
                tokens.expect("cascade");
            }
        }
    }

    private List<DefinitionOption> tableOptions(List<UnsupportedClause> unsupported) {
        List<DefinitionOption> storage = List.of();
        while (!tokens.atEndOfStatement()) {
            int position = tokens.position();
            if (tokens.accept("inherits")) {
                tokens.expectSymbol("(");
                do {
                    tokens.qualifiedName();
                } while (tokens.acceptSymbol(","));
                tokens.expectSymbol(")");
                unsupported.add(new UnsupportedClause("INHERITS", position));
            } else if (tokens.at("partition", "by")) {
                unsupported.add(new UnsupportedClause("PARTITION BY", position));
                tokens.skipToEndOfStatement();
            } else if (tokens.accept("using")) {
                String method = tokens.columnId();
                if (!method.equals("heap")) {
                    unsupported.add(new UnsupportedClause("access method " + method, position));
                }
            } else if (tokens.at("with") && tokens.peek(1).isSymbol("(")) {
                storage = withOptions();
            } else if (tokens.at("without") && tokens.peek(1).text().equals("oids")) {
                tokens.take();
                tokens.take();
            } else if (tokens.accept("on", "commit")) {
                tokens.skipToEndOfStatement();
                unsupported.add(new UnsupportedClause("ON COMMIT", position));
            } else if (tokens.accept("tablespace")) {
                tokens.columnId();
                unsupported.add(new UnsupportedClause("TABLESPACE", position));
            } else {
                throw tokens.syntaxError();
            }
        }
        return storage;
    }
}
