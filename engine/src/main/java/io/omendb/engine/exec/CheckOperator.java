package io.omendb.engine.exec;

/** Passes on rows of a table that break no rule of it. */
final class CheckOperator extends Operator {
    private final Operator child;
    private final NotNullCheck check;

    CheckOperator(Operator child, NotNullCheck check) {
        super(child.out);
        this.child = child;
        this.check = check;
    }

    @Override
    void open() {
        child.open();
    }

    @Override
    int next() {
        int count = child.next();
        if (count > 0) {
            check.check(out);
        }
        return count;
    }

    @Override
    void close() {
        child.close();
    }
}
