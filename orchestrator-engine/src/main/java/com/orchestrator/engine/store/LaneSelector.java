package com.orchestrator.engine.store;

import java.util.UUID;

/**
 * Which runs a lane of this server works on: those whose shard, a byte of the instance id (0-255), leaves
 * {@code lane} when divided by {@code lanes}. So two batches of one server never touch the same run.
 */
public record LaneSelector(int lane, int lanes) {

    public static int shardOf(UUID instanceId) {
        return (int) (instanceId.getLeastSignificantBits() >>> 24 & 0xff);
    }

    public boolean selects(UUID instanceId) {
        return shardOf(instanceId) % lanes == lane;
    }
}
