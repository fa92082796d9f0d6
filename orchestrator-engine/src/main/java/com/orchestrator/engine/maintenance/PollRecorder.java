package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.PollActivity;

/** Makes known to all servers which queues are polled here. */
public final class PollRecorder implements Chore {

    private final PollActivity polls;

    public PollRecorder(PollActivity polls) {
        this.polls = polls;
    }

    @Override
    public String name() {
        return "poll-recorder";
    }

    @Override
    public int runOnce(int limit) {
        polls.record();
        return 0;
    }
}
