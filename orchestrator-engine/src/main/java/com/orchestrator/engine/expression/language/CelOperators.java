package com.orchestrator.engine.expression.language;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.Immutable;
import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.LongBinaryOperator;

/**
 * Operators that know decimals. Two ints make an int, two doubles a double, as in CEL; any other two numbers make a decimal.
 * An addition cannot be made to grow without bound. All overloads of an operator that is replaced have to be bound together.
 */
final class CelOperators {

    static final Set<StandardFunction> REPLACED = Set.of(
            StandardFunction.ADD,
            StandardFunction.SUBTRACT,
            StandardFunction.MULTIPLY,
            StandardFunction.DIVIDE,
            StandardFunction.EQUALS,
            StandardFunction.NOT_EQUALS,
            StandardFunction.IN);

    /** Only names the type that operators look for; whatever makes a decimal is declared as anything. */
    static final CelType DECIMAL = OpaqueType.create("decimal");

    private static final CelType INT = SimpleType.INT;
    private static final CelType DOUBLE = SimpleType.DOUBLE;

    /** Pairs of kinds that are computed as decimals. */
    private static final List<Pair> MIXED = List.of(
            new Pair("decimal", DECIMAL, BigDecimal.class, DECIMAL, BigDecimal.class),
            new Pair("decimal_int64", DECIMAL, BigDecimal.class, INT, Long.class),
            new Pair("int64_decimal", INT, Long.class, DECIMAL, BigDecimal.class),
            new Pair("decimal_double", DECIMAL, BigDecimal.class, DOUBLE, Double.class),
            new Pair("double_decimal", DOUBLE, Double.class, DECIMAL, BigDecimal.class));

    private static final List<Pair> INT_AND_DOUBLE = List.of(
            new Pair("int64_double", INT, Long.class, DOUBLE, Double.class),
            new Pair("double_int64", DOUBLE, Double.class, INT, Long.class));

    private record Pair(String id, CelType left, Class<?> leftClass, CelType right, Class<?> rightClass) {}

    private final CelBuilder builder;

    private CelOperators(CelBuilder builder) {
        this.builder = builder;
    }

    static void addTo(CelBuilder builder) {
        CelOperators operators = new CelOperators(builder);
        operators.addArithmetic();
        operators.addOrder();
        operators.addEquality();
        operators.addNegation();
    }

    private void addArithmetic() {
        List<CelFunctionBinding> add = numeric("add", Math::addExact, Double::sum, Decimals::add);
        add.add(CelFunctionBinding.from("add_string", String.class, String.class, TextFunctions::concatenate));
        add.add(CelFunctionBinding.from("add_list", Collection.class, Collection.class, CelLanguage::concatenate));
        add.add(CelFunctionBinding.from("add_timestamp_duration", Instant.class, Duration.class, Instant::plus));
        add.add(CelFunctionBinding.from(
                "add_duration_timestamp", Duration.class, Instant.class, (by, moment) -> moment.plus(by)));
        add.add(CelFunctionBinding.from("add_duration_duration", Duration.class, Duration.class, Duration::plus));
        add.add(CelFunctionBinding.from("add_text_duration", String.class, Duration.class, Dates::later));
        add.add(CelFunctionBinding.from(
                "add_duration_text", Duration.class, String.class, (by, moment) -> Dates.later(moment, by)));
        bind(
                "_+_",
                "add",
                add,
                moment("add_text_duration", SimpleType.STRING, SimpleType.DURATION),
                moment("add_duration_text", SimpleType.DURATION, SimpleType.STRING));
        List<CelFunctionBinding> subtract =
                numeric("subtract", Math::subtractExact, (x, y) -> x - y, Decimals::subtract);
        subtract.add(CelFunctionBinding.from(
                "subtract_timestamp_duration", Instant.class, Duration.class, (moment, by) -> moment.minus(by)));
        subtract.add(CelFunctionBinding.from(
                "subtract_timestamp_timestamp",
                Instant.class,
                Instant.class,
                (end, start) -> Duration.between(start, end)));
        subtract.add(
                CelFunctionBinding.from("subtract_duration_duration", Duration.class, Duration.class, Duration::minus));
        subtract.add(CelFunctionBinding.from("subtract_text_duration", String.class, Duration.class, Dates::earlier));
        bind("_-_", "subtract", subtract, moment("subtract_text_duration", SimpleType.STRING, SimpleType.DURATION));
        bind("_*_", "multiply", numeric("multiply", Math::multiplyExact, (x, y) -> x * y, Decimals::multiply));
        bind("_/_", "divide", numeric("divide", CelOperators::divide, (x, y) -> x / y, Decimals::divide));
    }

    /** Moments of JSON are texts. */
    private static CelOverloadDecl moment(String id, CelType left, CelType right) {
        return CelOverloadDecl.newGlobalOverload(id, SimpleType.TIMESTAMP, left, right);
    }

    private static long divide(long left, long right) {
        if (right == 0) {
            throw new ArithmeticException("division by zero");
        }
        if (left == Long.MIN_VALUE && right == -1) {
            throw new ArithmeticException("long overflow");
        }
        return left / right;
    }

    @SuppressWarnings("Immutable") // The operators passed in are method references without state.
    private static List<CelFunctionBinding> numeric(
            String name, LongBinaryOperator ints, DoubleBinaryOperator doubles, Decimals.Operation decimals) {
        List<CelFunctionBinding> bindings = new ArrayList<>();
        bindings.add(CelFunctionBinding.from(name + "_int64", Long.class, Long.class, ints::applyAsLong));
        bindings.add(CelFunctionBinding.from(name + "_double", Double.class, Double.class, doubles::applyAsDouble));
        for (Pair pair : decimalPairs()) {
            bindings.add(binding(name, pair, (left, right) -> decimals.of(Decimals.of(left), Decimals.of(right))));
        }
        return bindings;
    }

    private static List<Pair> decimalPairs() {
        return ImmutableList.<Pair>builder()
                .addAll(MIXED)
                .addAll(INT_AND_DOUBLE)
                .build();
    }

    /** Two values → one. */
    @Immutable
    private interface Operation {
        Object of(Object left, Object right);
    }

    private static CelFunctionBinding binding(String name, Pair pair, Operation operation) {
        return CelFunctionBinding.from(
                name + "_" + pair.id(),
                List.of(pair.leftClass(), pair.rightClass()),
                arguments -> operation.of(arguments[0], arguments[1]));
    }

    private void bind(String operator, String name, List<CelFunctionBinding> bindings, CelOverloadDecl... more) {
        List<CelOverloadDecl> declarations = new ArrayList<>(List.of(more));
        decimalPairs().forEach(pair -> declarations.add(declaration(name, pair, SimpleType.DYN)));
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(operator, declarations));
        builder.addFunctionBindings(
                CelFunctionBinding.fromOverloads(operator, bindings.toArray(CelFunctionBinding[]::new)));
    }

    private static CelOverloadDecl declaration(String name, Pair pair, CelType result) {
        return CelOverloadDecl.newGlobalOverload(name + "_" + pair.id(), result, pair.left(), pair.right());
    }

    private void addOrder() {
        order("_<_", "less", sign -> sign < 0);
        order("_<=_", "less_equals", sign -> sign <= 0);
        order("_>_", "greater", sign -> sign > 0);
        order("_>=_", "greater_equals", sign -> sign >= 0);
    }

    /** CEL's own overloads stay. */
    @SuppressWarnings("Immutable") // The predicates passed in have no state.
    private void order(String operator, String name, IntPredicate accepts) {
        List<CelOverloadDecl> declarations = MIXED.stream()
                .map(pair -> declaration(name, pair, SimpleType.BOOL))
                .toList();
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(operator, declarations));
        MIXED.forEach(pair -> builder.addFunctionBindings(
                binding(name, pair, (left, right) -> accepts.test(Decimals.compare(left, right)))));
    }

    private void addEquality() {
        builder.addFunctionBindings(CelFunctionBinding.fromOverloads(
                "_==_", CelFunctionBinding.from("equals", Object.class, Object.class, ValueEquality::equal)));
        builder.addFunctionBindings(CelFunctionBinding.fromOverloads(
                "_!=_",
                CelFunctionBinding.from(
                        "not_equals", Object.class, Object.class, (x, y) -> !ValueEquality.equal(x, y))));
        builder.addFunctionBindings(CelFunctionBinding.fromOverloads(
                "@in",
                CelFunctionBinding.from("in_list", Object.class, Collection.class, ValueEquality::inList),
                CelFunctionBinding.from("in_map", Object.class, Map.class, ValueEquality::inMap)));
    }

    private void addNegation() {
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                "-_", CelOverloadDecl.newGlobalOverload("negate_decimal", SimpleType.DYN, DECIMAL)));
        builder.addFunctionBindings(CelFunctionBinding.from("negate_decimal", BigDecimal.class, BigDecimal::negate));
    }
}
