package com.orchestrator.engine.expression.language;

import com.orchestrator.engine.plan.ExpressionFailure;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;

/** What can be said about many numbers. Integers stay integers while all of them are; anything else is a decimal. */
final class Numbers {

    private Numbers() {}

    static Object sum(Collection<?> numbers) {
        long ints = 0;
        BigDecimal decimals = BigDecimal.ZERO;
        boolean onlyInts = true;
        for (Object number : numbers) {
            if (checked("sum", number) instanceof Long value) {
                ints = Math.addExact(ints, value);
            } else {
                decimals = Decimals.add(decimals, Decimals.of(number));
                onlyInts = false;
            }
        }
        return onlyInts ? (Object) ints : Decimals.add(decimals, BigDecimal.valueOf(ints));
    }

    static BigDecimal avg(Collection<?> numbers) {
        if (numbers.isEmpty()) {
            throw new ExpressionFailure("avg() of an empty list");
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Object number : numbers) {
            sum = Decimals.add(sum, Decimals.of(checked("avg", number)));
        }
        return Decimals.divide(sum, BigDecimal.valueOf(numbers.size()));
    }

    static Object min(Collection<?> numbers) {
        return extreme("min", numbers, -1);
    }

    static Object max(Collection<?> numbers) {
        return extreme("max", numbers, 1);
    }

    /** The first of equal ones. */
    private static Object extreme(String function, Collection<?> numbers, int sign) {
        Iterator<?> all = numbers.iterator();
        if (!all.hasNext()) {
            throw new ExpressionFailure(function + "() of an empty list");
        }
        Object best = checked(function, all.next());
        while (all.hasNext()) {
            Object number = checked(function, all.next());
            best = Decimals.compare(number, best) * sign > 0 ? number : best;
        }
        return best;
    }

    private static Object checked(String function, Object number) {
        if (Decimals.isNumber(number)) {
            return number;
        }
        throw new ExpressionFailure(function + "() of something that is not a number");
    }
}
