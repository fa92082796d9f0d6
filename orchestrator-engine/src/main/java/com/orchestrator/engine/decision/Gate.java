package com.orchestrator.engine.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** One thing that only so many runs may hold, under lock. Decisions of the batch take from it. */
public final class Gate {

    private final long fence;
    private int used;
    private final List<UUID> holders;
    private final List<UUID> line;

    /**
     * @param fence greater than all that were given for the name before
     * @param used how many hold it
     * @param holders the first of them, in the order of their requests
     * @param line the first of those who wait, in the order of their requests
     */
    public Gate(long fence, int used, List<UUID> holders, List<UUID> line) {
        this.fence = fence;
        this.used = used;
        this.holders = new ArrayList<>(holders);
        this.line = new ArrayList<>(line);
    }

    /** Whether a run is let in when at most so many are; nobody passes who waits longer. */
    public boolean admits(UUID run, int max) {
        int place = line.indexOf(run);
        return used + (place < 0 ? line.size() : place) < max;
    }

    /** @return the fence that the run holds it under */
    public long take(UUID run) {
        line.remove(run);
        holders.add(run);
        used++;
        return fence;
    }

    /** A run waits from now on, behind all who do: others of the same batch come later. */
    public void waits(UUID run) {
        if (!line.contains(run)) {
            line.add(run);
        }
    }

    /** The first of those who hold it, in the order of their requests. */
    public List<UUID> holders() {
        return holders;
    }

    /** Those before a run who are too many for it to be let in, in the order of their requests. */
    public List<UUID> tooMany(UUID run, int max) {
        List<UUID> before = before(run);
        int place = line.indexOf(run);
        int excess = used + (place < 0 ? line.size() : place) + 1 - max;
        return before.subList(0, Math.max(0, Math.min(excess, before.size())));
    }

    /** Those before a run who wait. */
    public List<UUID> waitingBefore(UUID run) {
        return before(run).stream().filter(line::contains).toList();
    }

    private List<UUID> before(UUID run) {
        return Stream.concat(holders.stream(), line.stream())
                .takeWhile(other -> !other.equals(run))
                .toList();
    }
}
