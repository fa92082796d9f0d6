package com.orchestrator.engine.run;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Node;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far the passes through the block of a map or a loop are. Kept as they change, so that nobody has to walk over all of
 * them; passes go by their index.
 */
public abstract sealed class PassesRun permits PassesRun.Items, PassesRun.Turns {

    int begun;
    private int timesStartedOver;
    final TreeSet<Integer> active = new TreeSet<>();
    final TreeSet<Integer> parked = new TreeSet<>();
    final Map<Integer, Payload> outputs = new HashMap<>();

    private PassesRun() {}

    /** Of a task that nothing has happened to; null when it is neither a map nor a loop. */
    static @Nullable PassesRun of(Node node) {
        if (node instanceof Node.Map) {
            return new Items();
        }
        return node instanceof Loop ? new Turns() : null;
    }

    void startOver() {
        timesStartedOver++;
        begun = 0;
        active.clear();
        parked.clear();
        outputs.clear();
    }

    /** By which it is seen whether that has happened meanwhile. */
    public int timesStartedOver() {
        return timesStartedOver;
    }

    /** Number of passes there will be; 0 as long as that is not known. */
    public abstract int total();

    /** Passes something has happened to are those below. */
    public int begun() {
        return begun;
    }

    /** Passes with a task under way; a copy. */
    public List<Integer> active() {
        return List.copyOf(active);
    }

    /** Whether passes may still come that nothing has happened to. */
    abstract boolean mayBegin();

    /** Passes that have begun and are not over. */
    Stream<Integer> open() {
        return Stream.concat(active.stream(), parked.stream());
    }

    /** Something has changed in a pass. */
    void moved(int index, BlockRun block) {
        begun(index, block.hasBegun());
        mark(active, index, block.isRunning());
        boolean isOpen = !block.isDone() && !block.hasFailed();
        mark(parked, index, isOpen && !block.isRunning() && index < begun);
        if (isOpen) {
            outputs.remove(index);
        }
    }

    /** @param there whether anything has happened in the pass that still counts */
    void begun(int index, boolean there) {
        if (there) {
            begun = Math.max(begun, index + 1);
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

    /** What a pass has come to; null when it has not yet, or when nobody reads it. */
    public @Nullable Payload outputOf(int index) {
        return outputs.get(index);
    }

    /** What the first so many passes have come to, put together from the bytes as they came in; null for a failed one. */
    public Payload outputs(int count) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.write('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                list.write(',');
            }
            list.writeBytes(outputs.getOrDefault(i, Payload.NULL).bytes());
        }
        list.write(']');
        return Payload.ofJson(list.toByteArray());
    }

    /** How far a map is. */
    public static final class Items extends PassesRun {

        private @Nullable List<Payload> items;

        private Items() {}

        /** @param list the items; what stands in their place when they were erased has none */
        void start(Payload list) {
            items = list.isList() ? list.elements() : List.of();
        }

        @Override
        void startOver() {
            super.startOver();
            items = null;
        }

        @Override
        public int total() {
            return items == null ? 0 : items.size();
        }

        public @Nullable Payload item(int index) {
            return items == null || index >= items.size() ? null : items.get(index);
        }

        @Override
        boolean mayBegin() {
            return items == null || begun < items.size();
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
    }

    /** How far a loop is. A turn begins when the one before it is over, so that turns from one on are undone, or none. */
    public static final class Turns extends PassesRun {

        private Turns() {}

        /** Nobody knows how many there will be. */
        @Override
        public int total() {
            return 0;
        }

        @Override
        boolean mayBegin() {
            return true;
        }

        @Override
        void begun(int index, boolean there) {
            if (!there && index < begun) {
                begun = index;
                active.tailSet(index, true).clear();
                parked.tailSet(index, true).clear();
            }
            super.begun(index, there);
        }

        /** The turn to go on with: one that is not over, else the next one. */
        public int next() {
            return parked.isEmpty() ? begun : parked.first();
        }

        /** Whether something is under way in a turn. */
        public boolean isActive() {
            return !active.isEmpty();
        }
    }
}
