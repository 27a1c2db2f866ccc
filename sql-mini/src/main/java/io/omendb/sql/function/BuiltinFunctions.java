package io.omendb.sql.function;

/** The rooms in which the built-in functions and operators live. */
final class BuiltinFunctions {
    private BuiltinFunctions() {}

    static void registerAll(FunctionRegistrar registrar) {
        ComparisonOperators.register(registrar);
        NumberOperators.register(registrar);
        MathFunctions.register(registrar);
        NumberFunctions.register(registrar);
        NumericFunctions.register(registrar);
        Concatenation.register(registrar);
        TextFunctions.register(registrar);
        ByteFunctions.register(registrar);
        PatternMatching.register(registrar);
        TimeOperators.register(registrar);
        TimeFunctions.register(registrar);
        CalendarFunctions.register(registrar);
        SessionFunctions.register(registrar);
        CatalogFunctions.register(registrar);
        ArrayFunctions.register(registrar);
        ArrayConcatenation.register(registrar);
        ArraySearch.register(registrar);
        ArrayText.register(registrar);
    }
}
