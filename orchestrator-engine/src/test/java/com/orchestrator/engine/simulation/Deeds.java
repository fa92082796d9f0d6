package com.orchestrator.engine.simulation;

/** What workers have really done, of one kind of work. */
interface Deeds {

    /** A worker has it in hand. */
    void delivered(Hand hand);

    /** The work in the hand is done, whatever is said of it. */
    void happened(Hand hand);

    /** What a probe would find: whether work done under this key has left something behind. */
    boolean stands(String key);
}
