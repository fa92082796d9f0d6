package com.orchestrator.engine.definition;

import com.orchestrator.engine.plan.Effect;
import com.orchestrator.engine.plan.SagaRole;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a task says about its part in the saga: in one word, in flags, by its undo. They must agree. */
final class SagaRoles {

    private static final List<String> WORDS =
            Arrays.stream(Effect.values()).map(SagaRoles::word).toList();
    private static final Set<Effect> OF_PIVOTS = Set.of(Effect.PIVOT, Effect.IRREVERSIBLE);
    private static final Set<Effect> OF_IRREVERSIBLES = Set.of(Effect.PIVOT, Effect.IRREVERSIBLE, Effect.RETRIABLE);

    private SagaRoles() {}

    /** Of work for a worker. */
    static SagaRole ofWork(Fields fields) {
        Effect said = fields.choice("effect", WORDS).map(SagaRoles::effect).orElse(null);
        if (said != null) {
            checkFlag(fields, said, "pivot", Effect.PIVOT, OF_PIVOTS);
            checkFlag(fields, said, "irreversible", Effect.IRREVERSIBLE, OF_IRREVERSIBLES);
            checkUndo(fields, said);
        }
        boolean pivot = fields.flag("pivot").orElse(said == Effect.PIVOT);
        boolean irreversible = fields.flag("irreversible").orElse(said == Effect.IRREVERSIBLE);
        return new SagaRole(said == null ? implied(fields, pivot, irreversible) : said, pivot, irreversible);
    }

    /** Of everything that no worker does. */
    static SagaRole ofOthers(Fields fields) {
        return fields.flag("pivot").orElse(false) ? new SagaRole(Effect.PIVOT, true, false) : SagaRole.NONE;
    }

    private static @Nullable Effect implied(Fields fields, boolean pivot, boolean irreversible) {
        if (pivot) {
            return Effect.PIVOT;
        }
        if (irreversible) {
            return Effect.IRREVERSIBLE;
        }
        return fields.has("compensate") ? Effect.COMPENSATABLE : null;
    }

    private static void checkFlag(Fields fields, Effect said, String flag, Effect same, Set<Effect> allowed) {
        fields.flag(flag)
                .filter(value -> value ? !allowed.contains(said) : said == same)
                .ifPresent(value -> contradiction(fields, flag, said, "'" + flag + ": " + value + "'"));
    }

    private static void checkUndo(Fields fields, Effect said) {
        if (said == Effect.NONE && fields.has("compensate")) {
            contradiction(fields, "compensate", said, "a 'compensate'");
        }
        if (said == Effect.COMPENSATABLE && !fields.has("compensate")) {
            contradiction(fields, "effect", said, "no 'compensate'");
        }
    }

    private static void contradiction(Fields fields, String key, Effect said, String other) {
        fields.fault(
                key,
                FaultCode.CONTRADICTION,
                "'effect: " + word(said) + "' and " + other + " contradict each other",
                "'effect' may be left out: it follows from the rest");
    }

    private static String word(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }

    private static Effect effect(String word) {
        return Effect.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
