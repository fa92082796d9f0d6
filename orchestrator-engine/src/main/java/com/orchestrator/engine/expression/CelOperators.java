package com.orchestrator.engine.expression;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Arithmetic that also takes an int and a double together, and an addition that cannot be made to grow without bound. All
 * overloads of an operator have to be bound together, so the standard ones are bound again.
 */
final class CelOperators {

    static final Set<StandardFunction> REPLACED =
            Set.of(StandardFunction.ADD, StandardFunction.SUBTRACT, StandardFunction.MULTIPLY, StandardFunction.DIVIDE);

    private CelOperators() {}

    static void addTo(CelBuilder builder) {
        List<CelFunctionBinding> add = numeric("add", Math::addExact, Double::sum);
        add.add(CelFunctionBinding.from("add_string", String.class, String.class, TextFunctions::concatenate));
        add.add(CelFunctionBinding.from("add_list", Collection.class, Collection.class, CelLanguage::concatenate));
        add.add(CelFunctionBinding.from("add_timestamp_duration", Instant.class, Duration.class, CelLanguage::later));
        add.add(CelFunctionBinding.from(
                "add_duration_timestamp", Duration.class, Instant.class, (by, moment) -> moment.plus(by)));
        add.add(CelFunctionBinding.from("add_duration_duration", Duration.class, Duration.class, Duration::plus));
        bind(builder, "_+_", "add", add);
        List<CelFunctionBinding> subtract = numeric("subtract", Math::subtractExact, (x, y) -> x - y);
        subtract.add(CelFunctionBinding.from(
                "subtract_timestamp_duration", Instant.class, Duration.class, (moment, by) -> moment.minus(by)));
        subtract.add(CelFunctionBinding.from(
                "subtract_timestamp_timestamp",
                Instant.class,
                Instant.class,
                (end, start) -> Duration.between(start, end)));
        subtract.add(
                CelFunctionBinding.from("subtract_duration_duration", Duration.class, Duration.class, Duration::minus));
        bind(builder, "_-_", "subtract", subtract);
        bind(builder, "_*_", "multiply", numeric("multiply", Math::multiplyExact, (x, y) -> x * y));
        bind(builder, "_/_", "divide", numeric("divide", CelOperators::divide, (x, y) -> x / y));
    }

    private static long divide(long left, long right) {
        if (right == 0) {
            throw new ArithmeticException("division by zero");
        }
        return left / right;
    }

    @SuppressWarnings("Immutable") // The operators passed in are method references without state.
    private static List<CelFunctionBinding> numeric(
            String name, LongBinaryOperator ints, DoubleBinaryOperator doubles) {
        List<CelFunctionBinding> bindings = new ArrayList<>();
        bindings.add(CelFunctionBinding.from(name + "_int64", Long.class, Long.class, ints::applyAsLong));
        bindings.add(CelFunctionBinding.from(name + "_double", Double.class, Double.class, doubles::applyAsDouble));
        bindings.add(CelFunctionBinding.from(
                name + "_int64_double",
                Long.class,
                Double.class,
                (left, right) -> doubles.applyAsDouble(left.doubleValue(), right)));
        bindings.add(CelFunctionBinding.from(
                name + "_double_int64",
                Double.class,
                Long.class,
                (left, right) -> doubles.applyAsDouble(left, right.doubleValue())));
        return bindings;
    }

    private static void bind(CelBuilder builder, String operator, String name, List<CelFunctionBinding> bindings) {
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                operator,
                mixed(name + "_int64_double", SimpleType.INT, SimpleType.DOUBLE),
                mixed(name + "_double_int64", SimpleType.DOUBLE, SimpleType.INT)));
        builder.addFunctionBindings(
                CelFunctionBinding.fromOverloads(operator, bindings.toArray(CelFunctionBinding[]::new)));
    }

    private static CelOverloadDecl mixed(String id, CelType left, CelType right) {
        return CelOverloadDecl.newGlobalOverload(id, SimpleType.DOUBLE, left, right);
    }
}
