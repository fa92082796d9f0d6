package com.orchestrator.engine.expression;

import com.orchestrator.engine.plan.ExpressionFailure;
import java.util.Collection;
import java.util.Iterator;

/** What can be said about many numbers. Integers stay integers while all of them are. */
final class Numbers {

    private Numbers() {}

    static Object sum(Collection<?> numbers) {
        long ints = 0;
        double doubles = 0;
        boolean exact = true;
        for (Object number : numbers) {
            if (checked("sum", number) instanceof Long value) {
                ints = Math.addExact(ints, value);
            } else {
                doubles += (Double) number;
                exact = false;
            }
        }
        return exact ? (Object) ints : (Object) (doubles + ints);
    }

    static double avg(Collection<?> numbers) {
        if (numbers.isEmpty()) {
            throw new ExpressionFailure("avg() of an empty list");
        }
        double sum = 0;
        for (Object number : numbers) {
            sum += checked("avg", number).doubleValue();
        }
        return sum / numbers.size();
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
        Number best = checked(function, all.next());
        while (all.hasNext()) {
            Number number = checked(function, all.next());
            best = compare(number, best) * sign > 0 ? number : best;
        }
        return best;
    }

    private static int compare(Number left, Number right) {
        return left instanceof Long && right instanceof Long
                ? Long.compare(left.longValue(), right.longValue())
                : Double.compare(left.doubleValue(), right.doubleValue());
    }

    private static Number checked(String function, Object number) {
        if (number instanceof Long || number instanceof Double) {
            return (Number) number;
        }
        throw new ExpressionFailure(function + "() of something that is not a number");
    }
}
