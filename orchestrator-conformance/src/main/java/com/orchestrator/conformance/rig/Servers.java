package com.orchestrator.conformance.rig;

import java.net.URI;
import java.util.List;

/** The servers under test, which share one database. */
public interface Servers extends AutoCloseable {

    List<URI> urls();

    /** Whether they are ours to kill, and their database ours to damage. */
    boolean areOurs();

    /** Whether none of them is being restarted just now, as far as we know. */
    boolean areUp();

    /** Kills one with -9 and starts it again on the same port; does something in between. */
    void killAndRestart(int server, Runnable between);

    /** What the database has last stored of a run, to be damaged; only when it is ours. */
    StoredPage lastPage(String instanceId);

    @Override
    void close();
}
