package com.orchestrator.engine.expression.language;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * An unchangeable list that shares its elements with the shorter list it grew out of. A macro such as {@code map} adds one
 * element after the other; copying the list each time would take the square of its length.
 */
final class GrowingList extends AbstractList<Object> implements RandomAccess {

    private final List<Object> shared;
    private final int size;
    private final int made;

    private GrowingList(List<Object> shared, int made) {
        this.shared = shared;
        this.size = shared.size();
        this.made = made;
    }

    static GrowingList of(Collection<?> left, Collection<?> right) {
        if (left instanceof GrowingList list && list.size == list.shared.size()) {
            list.shared.addAll(right);
            return new GrowingList(list.shared, right.size());
        }
        List<Object> both = new ArrayList<>(left);
        both.addAll(right);
        return new GrowingList(both, both.size());
    }

    /** How many elements had to be written for this list; the others were there. */
    int made() {
        return made;
    }

    @Override
    public Object get(int index) {
        return shared.get(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
        return size;
    }
}
