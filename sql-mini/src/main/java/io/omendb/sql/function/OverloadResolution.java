package io.omendb.sql.function;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the signatures of one name: exact match, then best match, step by step as the
 * manual numbers them.
 */
final class OverloadResolution {
    private final CastTable casts;

    OverloadResolution(CastTable casts) {
        this.casts = casts;
    }

    /** The names of types as they appear in messages about missing functions. */
    static String list(List<SqlType> types) {
        StringBuilder text = new StringBuilder();
        for (SqlType type : types) {
            text.append(text.isEmpty() ? "" : ", ").append(name(type));
        }
        return text.toString();
    }

    static String name(SqlType type) {
        return type.kind().sqlName();
    }

    /** The function of a call, or null when none or several fit. */
    @Nullable FunctionDefinition function(
            List<FunctionDefinition> candidates, List<SqlType> types) {
        FunctionDefinition exact = exact(candidates, types);
        return exact != null ? exact : only(best(coercible(candidates, types), types));
    }

    /** The operator of a call, or null. */
    @Nullable FunctionDefinition operator(
            List<FunctionDefinition> candidates, List<SqlType> types) {
        FunctionDefinition exact = exact(candidates, types);
        if (exact == null
                && types.size() == 2
                && types.get(0).isUnknown() != types.get(1).isUnknown()) {
            SqlType known = types.get(0).isUnknown() ? types.get(1) : types.get(0);
            exact = exact(candidates, List.of(known, known));
        }
        return exact != null ? exact : only(best(coercible(candidates, types), types));
    }

    boolean isAmbiguous(List<FunctionDefinition> candidates, List<SqlType> types) {
        return coercible(candidates, types).size() > 1;
    }

    /** The argument and result types of a chosen function, polymorphic ones replaced. */
    ResolvedFunction resolved(FunctionDefinition definition, List<SqlType> types) {
        return Polymorphism.of(casts, definition, types).resolved(types);
    }

    private static @Nullable FunctionDefinition only(List<FunctionDefinition> candidates) {
        return candidates.size() == 1 ? candidates.get(0) : null;
    }

    private static @Nullable FunctionDefinition exact(
            List<FunctionDefinition> candidates, List<SqlType> types) {
        for (FunctionDefinition candidate : candidates) {
            if (candidate.accepts(types.size()) && matches(candidate, types) == types.size()) {
                return candidate;
            }
        }
        return null;
    }

    private static int matches(FunctionDefinition candidate, List<SqlType> types) {
        int matches = 0;
        for (int i = 0; i < types.size(); i++) {
            if (candidate.argumentKind(i) == types.get(i).kind()) {
                matches++;
            }
        }
        return matches;
    }

    private List<FunctionDefinition> coercible(
            List<FunctionDefinition> candidates, List<SqlType> types) {
        List<FunctionDefinition> kept = new ArrayList<>();
        for (FunctionDefinition candidate : candidates) {
            if (candidate.accepts(types.size()) && isCoercible(candidate, types)) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private boolean isCoercible(FunctionDefinition candidate, List<SqlType> types) {
        for (int i = 0; i < types.size(); i++) {
            if (!casts.canCoerce(
                    types.get(i).kind(), candidate.argumentKind(i), CastContext.IMPLICIT)) {
                return false;
            }
        }
        return Polymorphism.of(casts, candidate, types).isConsistent();
    }

    private List<FunctionDefinition> best(
            List<FunctionDefinition> candidates, List<SqlType> types) {
        List<FunctionDefinition> kept = mostMatches(candidates, types);
        kept = mostPreferred(kept, types);
        if (kept.size() > 1) {
            kept = byUnknownCategories(kept, types);
        }
        if (kept.size() > 1) {
            kept = byKnownType(kept, types);
        }
        return kept;
    }

    private static List<FunctionDefinition> mostMatches(
            List<FunctionDefinition> candidates, List<SqlType> types) {
        List<FunctionDefinition> kept = new ArrayList<>();
        int most = -1;
        for (FunctionDefinition candidate : candidates) {
            int matches = matches(candidate, types);
            if (matches > most) {
                kept.clear();
                most = matches;
            }
            if (matches == most) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private static List<FunctionDefinition> mostPreferred(
            List<FunctionDefinition> candidates, List<SqlType> types) {
        if (candidates.size() <= 1) {
            return candidates;
        }
        List<FunctionDefinition> kept = new ArrayList<>();
        int most = -1;
        for (FunctionDefinition candidate : candidates) {
            int preferred = 0;
            for (int i = 0; i < types.size(); i++) {
                TypeKind given = types.get(i).kind();
                TypeKind wanted = candidate.argumentKind(i);
                boolean exact = given == wanted;
                if (given != TypeKind.UNKNOWN
                        && (exact || wanted.preferred() && wanted.category() == given.category())) {
                    preferred++;
                }
            }
            if (preferred > most) {
                kept.clear();
                most = preferred;
            }
            if (preferred == most) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private static List<FunctionDefinition> byUnknownCategories(
            List<FunctionDefinition> candidates, List<SqlType> types) {
        List<FunctionDefinition> kept = candidates;
        boolean decided = true;
        for (int i = 0; i < types.size() && decided; i++) {
            if (!types.get(i).isUnknown()) {
                continue;
            }
            char category = unknownCategory(candidates, i);
            if (category == 0) {
                decided = false;
            } else {
                kept = ofCategory(kept, i, category);
            }
        }
        return decided && !kept.isEmpty() ? kept : candidates;
    }

    /**
     * The category for a literal of unknown type: string if anyone takes one, else the one that all
     * agree on, else 0.
     */
    private static char unknownCategory(List<FunctionDefinition> candidates, int position) {
        char common = candidates.get(0).argumentKind(position).category();
        boolean agree = true;
        for (FunctionDefinition candidate : candidates) {
            char category = candidate.argumentKind(position).category();
            if (category == 'S') {
                return 'S';
            }
            agree &= category == common;
        }
        return agree ? common : 0;
    }

    private static List<FunctionDefinition> ofCategory(
            List<FunctionDefinition> candidates, int position, char category) {
        List<FunctionDefinition> members = new ArrayList<>();
        List<FunctionDefinition> preferred = new ArrayList<>();
        for (FunctionDefinition candidate : candidates) {
            TypeKind wanted = candidate.argumentKind(position);
            if (wanted.category() == category) {
                members.add(candidate);
                if (wanted.preferred()) {
                    preferred.add(candidate);
                }
            }
        }
        return preferred.isEmpty() ? members : preferred;
    }

    /**
     * The last step: if all known arguments have one type, the unknown ones are taken to have it
     * too.
     */
    private List<FunctionDefinition> byKnownType(
            List<FunctionDefinition> candidates, List<SqlType> types) {
        TypeKind known = null;
        boolean anyUnknown = false;
        for (SqlType type : types) {
            if (type.isUnknown()) {
                anyUnknown = true;
            } else if (known != null && known != type.kind()) {
                return candidates;
            } else {
                known = type.kind();
            }
        }
        if (known == null || !anyUnknown) {
            return candidates;
        }
        List<SqlType> assumed = java.util.Collections.nCopies(types.size(), SqlType.of(known));
        List<FunctionDefinition> kept = coercible(candidates, assumed);
        return kept.size() == 1 ? kept : candidates;
    }
}
