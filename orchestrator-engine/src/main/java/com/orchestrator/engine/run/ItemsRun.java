package com.orchestrator.engine.run;

import com.orchestrator.api.model.Payload;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far a map is. Kept as its items change, so that nobody has to walk over all of them; items go by their index. */
public final class ItemsRun {

    private @Nullable List<Payload> items;
    private int begun;
    private final TreeSet<Integer> active = new TreeSet<>();
    private final TreeSet<Integer> parked = new TreeSet<>();
    private final Map<Integer, Payload> outputs = new HashMap<>();

    void start(Payload list) {
        items = list.elements();
    }

    void startOver() {
        items = null;
        begun = 0;
        active.clear();
        parked.clear();
        outputs.clear();
    }

    /** Number of items; 0 as long as that is not known. */
    public int total() {
        return items == null ? 0 : items.size();
    }

    /** Items something has happened to are those below. */
    public int begun() {
        return begun;
    }

    public @Nullable Payload item(int index) {
        return items == null || index >= items.size() ? null : items.get(index);
    }

    /** Items with a task under way; a copy. */
    public List<Integer> active() {
        return List.copyOf(active);
    }

    /** Whether items may still come that nothing has happened to. */
    boolean mayBegin() {
        return items == null || begun < items.size();
    }

    /** Items that have begun and are not over. */
    Stream<Integer> open() {
        return Stream.concat(active.stream(), parked.stream());
    }

    public boolean hasRoom(int concurrencyMax) {
        return active.size() < concurrencyMax;
    }

    /** The item to go on with: one that a stop has left behind, else the next one; -1 when there is none. */
    public int next() {
        if (!parked.isEmpty()) {
            return parked.first();
        }
        return begun < total() ? begun : -1;
    }

    /** Something has changed in an item. */
    void moved(int index, BlockRun block) {
        if (block.hasBegun()) {
            begun = Math.max(begun, index + 1);
        }
        mark(active, index, block.isRunning());
        boolean isOpen = !block.isDone() && !block.hasFailed();
        mark(parked, index, isOpen && !block.isRunning() && index < begun);
        if (isOpen) {
            outputs.remove(index);
        }
    }

    private static void mark(TreeSet<Integer> set, int index, boolean there) {
        if (there) {
            set.add(index);
        } else {
            set.remove(index);
        }
    }

    void passed(int index, Payload output) {
        outputs.put(index, output);
    }

    public boolean hasPassed(int index) {
        return outputs.containsKey(index);
    }

    /** What the items have come to, in their order, put together from the bytes as they came in; null for a failed one. */
    public Payload output() {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.write('[');
        for (int i = 0; i < total(); i++) {
            if (i > 0) {
                list.write(',');
            }
            list.writeBytes(
                    Objects.requireNonNullElse(outputs.get(i), Payload.NULL).bytes());
        }
        list.write(']');
        return Payload.ofJson(list.toByteArray());
    }
}
