package com.orchestrator.engine.expression.language;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code ==} and {@code in} mean: numbers by their exact value whatever their kind, everything else as in CEL. */
final class ValueEquality {

    private ValueEquality() {}

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left == right) {
            return !(left instanceof Double number && number.isNaN());
        } else if (left instanceof List<?> one && right instanceof List<?> other) {
            return equalLists(one, other);
        } else if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
            return one.size() == other.size() && one.entrySet().stream().allMatch(entry -> isIn(entry, other));
        } else if (left instanceof Optional<?> one && right instanceof Optional<?> other) {
            return one.isPresent() == other.isPresent() && equal(one.orElse(null), other.orElse(null));
        } else if (left != null && right != null && Decimals.isNumber(left) && Decimals.isNumber(right)) {
            return equalNumbers(left, right);
        }
        return Objects.equals(left, right);
    }

    private static boolean equalNumbers(Object left, Object right) {
        boolean finite = isFinite(left) && isFinite(right);
        return finite
                ? Decimals.compare(left, right) == 0
                : left instanceof Double one && right instanceof Double other && one.doubleValue() == other;
    }

    private static boolean isFinite(Object number) {
        return !(number instanceof Double floating) || Double.isFinite(floating);
    }

    private static boolean equalLists(Collection<?> left, Collection<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<?> others = right.iterator();
        for (Object element : left) {
            if (!equal(element, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIn(Map.Entry<?, ?> entry, Map<?, ?> map) {
        return key(map, entry.getKey())
                .filter(key -> equal(entry.getValue(), map.get(key)))
                .isPresent();
    }

    static boolean inMap(Object key, Map<?, ?> map) {
        return key(map, key).isPresent();
    }

    private static Optional<Object> key(Map<?, ?> map, Object key) {
        if (map.containsKey(key)) {
            return Optional.of(key);
        }
        return Decimals.isNumber(key)
                ? map.keySet().stream()
                        .filter(other -> equal(key, other))
                        .<Object>map(any -> any)
                        .findFirst()
                : Optional.empty();
    }

    static boolean inList(Object value, Collection<?> list) {
        return list.stream().anyMatch(element -> equal(value, element));
    }
}
