package com.orchestrator.engine.run;

/** How far a loop is. A turn begins when the one before it is over, so that turns from one on are undone, or none. */
public final class TurnsRun extends PassesRun {

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
