package com.orchestrator.engine.expression;

import com.google.common.collect.ImmutableSet;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Scope;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The dialect of CEL that definitions speak: standard CEL with optional values and mixed int/double arithmetic, without any
 * function that makes much out of little. What is left that can grow a value is capped.
 */
final class CelLanguage {

    static final int ITERATIONS_MAX = 10_000;
    private static final int TEXT_CHARS_MAX = 100_000;
    private static final int LIST_ELEMENTS_MAX = 100_000;
    private static final CelType DYN_LIST = ListType.create(SimpleType.DYN);

    private static final ImmutableSet<CelStringExtensions.Function> STRINGS = ImmutableSet.of(
            CelStringExtensions.Function.CHAR_AT,
            CelStringExtensions.Function.INDEX_OF,
            CelStringExtensions.Function.LAST_INDEX_OF,
            CelStringExtensions.Function.LOWER_ASCII,
            CelStringExtensions.Function.UPPER_ASCII,
            CelStringExtensions.Function.SUBSTRING,
            CelStringExtensions.Function.TRIM);
    private static final ImmutableSet<CelListsExtensions.Function> LISTS =
            ImmutableSet.of(CelListsExtensions.Function.SLICE, CelListsExtensions.Function.REVERSE);

    private CelLanguage() {}

    static Cel create() {
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
                        .filterFunctions((function, overload) -> !CelOperators.REPLACED.contains(function))
                        .build())
                .addCompilerLibraries(
                        CelExtensions.optional(), CelExtensions.strings(STRINGS), CelExtensions.lists(LISTS))
                .addRuntimeLibraries(
                        CelExtensions.optional(), CelExtensions.strings(STRINGS), CelExtensions.lists(LISTS));
        Scope.ROOTS.forEach(root -> builder.addVar(root, SimpleType.DYN));
        builder.addVar("tasks", MapType.create(SimpleType.STRING, SimpleType.DYN));
        CelOperators.addTo(builder);
        addOwnFunctions(builder);
        return builder.build();
    }

    private static void addOwnFunctions(CelBuilder builder) {
        builder.addFunctionDeclarations(
                member("join", "list_join_capped", SimpleType.STRING, DYN_LIST, SimpleType.STRING),
                member(
                        "replace",
                        "string_replace_capped",
                        SimpleType.STRING,
                        SimpleType.STRING,
                        SimpleType.STRING,
                        SimpleType.STRING),
                global("sum", "list_sum", SimpleType.DYN, DYN_LIST),
                global("json", "any_json", SimpleType.STRING, SimpleType.DYN),
                global("parseJson", "string_parse_json", SimpleType.DYN, SimpleType.STRING),
                global("sha256", "string_sha256", SimpleType.STRING, SimpleType.STRING));
        bind(
                builder,
                "join",
                CelFunctionBinding.from("list_join_capped", Collection.class, String.class, CelLanguage::join));
        bind(
                builder,
                "replace",
                CelFunctionBinding.from(
                        "string_replace_capped",
                        List.of(String.class, String.class, String.class),
                        arguments -> replace((String) arguments[0], (String) arguments[1], (String) arguments[2])));
        bind(builder, "sum", CelFunctionBinding.from("list_sum", Collection.class, OwnFunctions::sum));
        bind(builder, "json", CelFunctionBinding.from("any_json", Object.class, OwnFunctions::json));
        bind(builder, "parseJson", CelFunctionBinding.from("string_parse_json", String.class, OwnFunctions::parseJson));
        bind(builder, "sha256", CelFunctionBinding.from("string_sha256", String.class, OwnFunctions::sha256));
    }

    private static void bind(CelBuilder builder, String name, CelFunctionBinding binding) {
        builder.addFunctionBindings(CelFunctionBinding.fromOverloads(name, binding));
    }

    private static CelFunctionDecl member(String name, String id, CelType result, CelType... parameters) {
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newMemberOverload(id, result, List.of(parameters)));
    }

    private static CelFunctionDecl global(String name, String id, CelType result, CelType... parameters) {
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload(id, result, List.of(parameters)));
    }

    static String concatenate(String left, String right) {
        checkText((long) left.length() + right.length());
        return left + right;
    }

    static List<Object> concatenate(Collection<?> left, Collection<?> right) {
        if ((long) left.size() + right.size() > LIST_ELEMENTS_MAX) {
            throw new ExpressionFailure("a list of more than " + LIST_ELEMENTS_MAX + " elements");
        }
        List<Object> both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    static Instant later(Instant moment, Duration by) {
        return moment.plus(by);
    }

    private static String join(Collection<?> parts, String separator) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            checkText((long) text.length()
                    + separator.length()
                    + String.valueOf(part).length());
            text.append(text.isEmpty() ? "" : separator).append(part);
        }
        return text.toString();
    }

    /** The result may be larger than the text by the replacement for each character. */
    private static String replace(String text, String from, String to) {
        checkText((text.length() + 1L) * Math.max(1, to.length()));
        return text.replace(from, to);
    }

    private static void checkText(long chars) {
        if (chars > TEXT_CHARS_MAX) {
            throw new ExpressionFailure("a text of more than " + TEXT_CHARS_MAX + " characters");
        }
    }
}
