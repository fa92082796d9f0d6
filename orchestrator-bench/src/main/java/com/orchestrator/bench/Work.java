package com.orchestrator.bench;

/** Something to measure. */
interface Work {

    /**
     * Runs once, including warm-up and the check that nothing was lost.
     *
     * @param seconds to measure
     */
    Figures run(Rig rig, int seconds);
}
