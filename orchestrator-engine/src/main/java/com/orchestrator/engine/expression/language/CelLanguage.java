package com.orchestrator.engine.expression.language;

import com.google.common.collect.ImmutableSet;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Scope;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelOptions;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The dialect of CEL that definitions speak: standard CEL with optional values and decimals, without any function that makes
 * much out of little. What is left that can grow a value is capped.
 */
public final class CelLanguage {

    static final int ITERATIONS_MAX = 10_000;
    private static final int LIST_ELEMENTS_MAX = 100_000;

    private static final ImmutableSet<CelStringExtensions.Function> STRINGS = ImmutableSet.of(
            CelStringExtensions.Function.CHAR_AT,
            CelStringExtensions.Function.LOWER_ASCII,
            CelStringExtensions.Function.UPPER_ASCII,
            CelStringExtensions.Function.SUBSTRING,
            CelStringExtensions.Function.TRIM);
    private static final ImmutableSet<CelListsExtensions.Function> LISTS =
            ImmutableSet.of(CelListsExtensions.Function.SLICE, CelListsExtensions.Function.REVERSE);

    private CelLanguage() {}

    /** The language without any names but the roots. */
    public static Cel create() {
        CelOptions options = CelOptions.current()
                .comprehensionMaxIterations(ITERATIONS_MAX)
                .enableHeterogeneousNumericComparisons(true)
                .build();
        CelBuilder builder = CelFactory.standardCelBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder().build())
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .filterFunctions((function, overload) -> !isReplaced(function))
                        .build())
                .addCompilerLibraries(
                        CelExtensions.optional(), CelExtensions.strings(STRINGS), CelExtensions.lists(LISTS))
                .addRuntimeLibraries(
                        CelExtensions.optional(), CelExtensions.strings(STRINGS), CelExtensions.lists(LISTS));
        Scope.ROOTS.forEach(root -> builder.addVar(root, SimpleType.DYN));
        builder.addVar("tasks", MapType.create(SimpleType.STRING, SimpleType.DYN));
        CelOperators.addTo(builder);
        FunctionLibrary.addTo(builder);
        return builder.build();
    }

    /** The same language, where expressions may start with some more names. */
    public static Cel with(Cel language, Set<String> names) {
        CelBuilder builder = language.toCelBuilder();
        names.forEach(name -> builder.addVar(name, SimpleType.DYN));
        return builder.build();
    }

    private static boolean isReplaced(StandardFunction function) {
        return CelOperators.REPLACED.contains(function) || FunctionLibrary.REPLACED.contains(function);
    }

    static List<Object> concatenate(Collection<?> left, Collection<?> right) {
        if ((long) left.size() + right.size() > LIST_ELEMENTS_MAX) {
            throw new ExpressionFailure("a list of more than " + LIST_ELEMENTS_MAX + " elements");
        }
        return GrowingList.of(left, right);
    }
}
