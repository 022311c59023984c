package io.awe4lb.kernel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MemoryUseTest {

    @Test
    void whatIsInMemoryIsReadFromTheStatus() {
        assertEquals(67_356L * 1024,
                MemoryUse.resident(List.of("Name:\tjava", "VmRSS:\t  103204 kB", "RssAnon:\t   67356 kB", "Threads:\t9")));
        assertEquals(0, MemoryUse.resident(List.of("Name:\tjava")), "a kernel that does not tell");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxTells() {
        assertTrue(MemoryUse.resident() > 0);
    }

    @Test
    void theHeapCountsByItself() {
        assertEquals(75, MemoryUse.percent(75, 100, 10, 1000));
    }

    @Test
    void theHeapAndWhatIsNativeCountTogether() {
        assertEquals(90, MemoryUse.percent(50, 100, 850, 1000));
    }

    @Test
    void aHeapThatWasNotTouchedYetIsNoMemory() {
        assertEquals(5, MemoryUse.percent(50, 1000, -800, 1000));
    }
}
