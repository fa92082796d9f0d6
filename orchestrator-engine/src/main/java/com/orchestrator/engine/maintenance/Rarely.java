package com.orchestrator.engine.maintenance;

/** A chore that need not be done with every sweep: done with the first, and then with each so-and-so-many-th. */
public final class Rarely implements Chore {

    private final Chore chore;
    private final int everySweeps;
    private int sweepsLeft;

    public Rarely(Chore chore, int everySweeps) {
        this.chore = chore;
        this.everySweeps = everySweeps;
    }

    @Override
    public String name() {
        return chore.name();
    }

    /** One piece is all that is done in one sweep, whatever is left. */
    @Override
    public int runOnce(int limit) {
        if (sweepsLeft > 0) {
            sweepsLeft--;
        } else {
            sweepsLeft = everySweeps - 1;
            chore.runOnce(limit);
        }
        return 0;
    }
}
