package com.orchestrator.engine.store;

import com.orchestrator.api.model.Priority;
import java.util.Comparator;

/**
 * A part of a queue that is handed out in one order: the tasks of one priority in one line.
 *
 * @param line what keeps its tasks apart from the others of the queue; {@link #NO_LINE} for those that nothing does
 * @param ring the number of the priority, the lower the more urgent
 */
public record Strand(String queue, String line, int ring) implements Comparable<Strand> {

    /** The line of tasks that are under no limit. */
    public static final String NO_LINE = "";

    private static final Comparator<Strand> ORDER =
            Comparator.comparing(Strand::queue).thenComparing(Strand::line).thenComparingInt(Strand::ring);

    public static Strand of(String queue, Priority priority) {
        return new Strand(queue, NO_LINE, priority.ordinal());
    }

    @Override
    public int compareTo(Strand other) {
        return ORDER.compare(this, other);
    }
}
