-- Which stages a deal has been in: a closed one alone does not tell how far it came.

ALTER TABLE deal ADD COLUMN "stages_reached" TEXT;
