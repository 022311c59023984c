package io.awe4lb.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Allocation;
import io.awe4lb.kernel.net.BufferPool.Loan;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BufferPoolTest {

    private static final int KEPT = 32;

    private final BufferPool pool = new BufferPool();

    @AfterEach
    void close() {
        pool.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 4096", "1, 4096", "4096, 4096", "4097, 16384", "16384, 16384", "16385, 65536", "65536, 65536"})
    void bytesGetTheSmallestBufferThatHoldsThem(int bytes, int size) {
        Loan loan = pool.copy(ByteBuffer.allocate(bytes));
        assertEquals(size, loan.bytes().capacity());
        assertTrue(loan.bytes().isDirect());
    }

    @Test
    void everyByteIsTakenAndStandsFromPositionToLimit() {
        ByteBuffer source = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}).position(1).limit(4);
        Loan loan = pool.copy(source);
        assertFalse(source.hasRemaining());
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), loan.bytes());
    }

    @Test
    void aBufferThatCameBackIsLentAgain() {
        Loan first = pool.copy(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        first.bytes().get();
        pool.giveBack(first);
        Loan second = pool.copy(ByteBuffer.wrap(new byte[] {4}));
        assertSame(first, second);
        assertEquals(ByteBuffer.wrap(new byte[] {4}), second.bytes());
    }

    @Test
    void aBufferOfAnotherSizeIsNotLentInItsPlace() {
        Loan small = pool.copy(ByteBuffer.allocate(1));
        pool.giveBack(small);
        Loan large = pool.copy(ByteBuffer.allocate(5_000));
        assertNotSame(small, large);
        pool.giveBack(large);
        assertSame(small, pool.copy(ByteBuffer.allocate(1)));
    }

    @Test
    void whatIsLentIsCounted() {
        assertEquals(0, pool.lent());
        Loan first = pool.copy(ByteBuffer.allocate(1));
        Loan second = pool.copy(ByteBuffer.allocate(60_000));
        assertEquals(2, pool.lent());
        pool.giveBack(first);
        assertEquals(1, pool.lent());
        pool.giveBack(second);
        assertEquals(0, pool.lent());
    }

    @Test
    void whatComesBackBeyondAFewIsFreedAtOnce() {
        List<Loan> loans = IntStream.range(0, KEPT + 3).mapToObj(_ -> pool.copy(ByteBuffer.allocate(100))).toList();
        loans.forEach(pool::giveBack);
        assertEquals(3, loans.stream().filter(BufferPoolTest::isFreed).count());
        assertEquals(0, pool.lent());
    }

    @Test
    void closingFreesWhatWasKept() {
        Loan loan = pool.copy(ByteBuffer.allocate(100));
        pool.giveBack(loan);
        assertFalse(isFreed(loan));
        pool.close();
        assertTrue(isFreed(loan));
    }

    @Test
    void lendingWhatWasKeptAllocatesNothing() {
        ByteBuffer source = ByteBuffer.allocate(20_000);
        Runnable round = () -> {
            for (int i = 0; i < 1_000; i++) {
                pool.giveBack(pool.copy(source.clear()));
            }
        };
        round.run();
        assertEquals(0, Allocation.of(round));
    }

    private static boolean isFreed(Loan loan) {
        try {
            loan.bytes().get(0);
            return false;
        } catch (IllegalStateException _) { // its memory is gone
            return true;
        }
    }
}
