package com.orchestrator.conformance.rig;

import java.net.URI;
import java.util.List;

/** Servers that somebody else runs. */
public record RemoteServers(List<URI> urls) implements Servers {

    public RemoteServers {
        urls = List.copyOf(urls);
    }

    @Override
    public boolean areOurs() {
        return false;
    }

    @Override
    public boolean areUp() {
        return true;
    }

    @Override
    public void killAndRestart(int server, Runnable between) {
        throw new UnsupportedOperationException("Not ours to kill");
    }

    @Override
    public StoredPage lastPage(String instanceId) {
        throw new UnsupportedOperationException("Not ours to damage");
    }

    @Override
    public void close() {
        // They were there before and stay.
    }
}
