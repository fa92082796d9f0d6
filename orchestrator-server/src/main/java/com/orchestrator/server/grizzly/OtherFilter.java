package com.orchestrator.server.grizzly;

import java.io.IOException;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;

/** A filter in the place of another, which goes on doing its work. A chain in use can have one replaced, but none put in between. */
abstract class OtherFilter implements Filter {

    private final Filter original;

    OtherFilter(Filter original) {
        this.original = original;
    }

    Filter original() {
        return original;
    }

    @Override
    public void onAdded(FilterChain chain) {
        // the original was, and stays
    }

    @Override
    public void onRemoved(FilterChain chain) {
        // the original stays
    }

    @Override
    public void onFilterChainChanged(FilterChain chain) {
        original.onFilterChainChanged(chain);
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        return original.handleRead(context);
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) throws IOException {
        return original.handleWrite(context);
    }

    @Override
    public NextAction handleConnect(FilterChainContext context) throws IOException {
        return original.handleConnect(context);
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) throws IOException {
        return original.handleAccept(context);
    }

    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) throws IOException {
        return original.handleEvent(context, event);
    }

    @Override
    public NextAction handleClose(FilterChainContext context) throws IOException {
        return original.handleClose(context);
    }

    @Override
    public void exceptionOccurred(FilterChainContext context, Throwable error) {
        original.exceptionOccurred(context, error);
    }
}
