package com.orchestrator.engine.scheduler;

import com.orchestrator.engine.maintenance.Chore;

/** Looks at schedules whose time has come. */
public final class ScheduleSweep implements Chore {

    private final ScheduleTicker ticker;

    public ScheduleSweep(ScheduleTicker ticker) {
        this.ticker = ticker;
    }

    @Override
    public String name() {
        return "schedule-sweep";
    }

    @Override
    public int runOnce(int limit) {
        return ticker.tick() ? limit : 0;
    }
}
