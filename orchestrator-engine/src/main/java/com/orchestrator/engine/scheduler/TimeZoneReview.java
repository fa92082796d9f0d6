package com.orchestrator.engine.scheduler;

import com.orchestrator.engine.calendar.Zones;
import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.store.ScheduleStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Once after its start a server has schedules looked at whose next time was computed with other time zone data than its own: the
 * clocks of a zone may be changed at another time than was thought.
 */
final class TimeZoneReview implements Chore {

    private final ScheduleStore store;
    private @Nullable ScheduleKey position = new ScheduleKey("", "");

    TimeZoneReview(ScheduleStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "time-zone-review";
    }

    @Override
    public int runOnce(int limit) {
        if (position == null) {
            return 0;
        }
        Optional<ScheduleKey> last = store.wakeThoseOfOtherData(Zones.dataVersion(), position, limit);
        position = last.orElse(null);
        return last.isPresent() ? limit : 0;
    }
}
